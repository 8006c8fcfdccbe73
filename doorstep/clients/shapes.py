"""How the API writes and reads people and places; shared by the operations of clients and of customers."""

from typing import Annotated, Any, Self

from pydantic import Field

from doorstep.clients.inputs import AddressInput, PhoneInput
from doorstep.clients.models import ClientPhone, Property
from doorstep.core.rest.shapes import Country, Input, OneOf, Output, PhoneOut, Text


class PhoneIn(Input):
    """A number in any spelling; `country`: the one it is dialled from ("" = the workspace's)."""

    typed: Annotated[Text, Field(min_length=1, max_length=60)]
    kind: Annotated[str, OneOf(ClientPhone.Kind)] = "mobile"
    country: Country = ""

    def read(self) -> PhoneInput:
        """As the actions take it."""
        return PhoneInput(typed=self.typed, kind=self.kind, country=self.country)


#: A record's numbers, in order. Sent with an update they replace all it has.
Phones = Annotated[list[PhoneIn], Field(max_length=50)]


def read_phones(phones: list[PhoneIn] | None) -> list[PhoneInput] | None:
    """As the actions take them."""
    return None if phones is None else [phone.read() for phone in phones]


def phone_out(row: ClientPhone) -> PhoneOut:
    """The answer for a row."""
    return PhoneOut(kind=row.kind, typed=row.typed, e164=row.e164, extension=row.extension)


class AddressIn(Input):
    """An address. The postcode must be one of its country, or empty."""

    line1: Annotated[Text, Field(min_length=1)]
    line2: Text = ""
    line3: Text = ""
    town: Text = ""
    county: Text = ""
    postcode: Text = ""
    country: Country = ""
    label: Text = ""

    def read(self) -> AddressInput:
        """As the actions take it."""
        return AddressInput(**{name: getattr(self, name) for name in AddressIn.model_fields})


ADDRESS = frozenset(AddressIn.model_fields)


def changed_address(place: Property, given: dict[str, Any]) -> AddressInput | None:
    """The place's address with what an update gives of it; None when it gives nothing of it."""
    if not given.keys() & ADDRESS:
        return None
    return AddressInput(**{name: given.get(name, getattr(place, name)) for name in ADDRESS})


class AddressOut(Output):
    """An address."""

    label: str
    line1: str
    line2: str
    line3: str
    town: str
    county: str
    postcode: str
    country: str

    @classmethod
    def of(cls, place: Property) -> Self:
        """The address of a place."""
        return cls(**{name: getattr(place, name) for name in AddressOut.model_fields})
