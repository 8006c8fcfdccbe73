"""REST: the places and people of a client."""

from doorstep.clients.api import contacts, parties, properties

routers = [properties.router, parties.router, contacts.router]
