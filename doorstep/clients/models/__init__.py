from doorstep.clients.models.client import Client, ClientPhone, ClientTag, Contact
from doorstep.clients.models.derived import ClientCard, ClientSearch, CountDelta, CustomValue
from doorstep.clients.models.property import Property, PropertyParty

__all__ = [
    "Client",
    "ClientCard",
    "ClientPhone",
    "ClientSearch",
    "ClientTag",
    "Contact",
    "CountDelta",
    "CustomValue",
    "Property",
    "PropertyParty",
]
