"""What two records are compared by, read for many clients in three statements."""

from collections.abc import Collection
from dataclasses import dataclass, field

from doorstep.clients.models import Client, ClientPhone, Property
from doorstep.core.db import listed
from doorstep.core.text import fold, name_key


@dataclass(slots=True)
class Traits:
    """One client. All texts folded; `phones`: E.164; `street`, `postcode`, `town`: of its own address."""

    pk: int
    first: str
    last: str
    company: str
    email: str = ""
    phones: list[str] = field(default_factory=list)
    street: str = ""
    postcode: str = ""
    town: str = ""


def read_traits(client_ids: Collection[int]) -> dict[int, Traits]:
    """The clients that are not archived, by id. Three statements."""
    wanted = listed(sorted(set(client_ids)))
    columns = ("pk", "first_name", "last_name", "company_name", "email_key")
    clients = Client.objects.filter(pk__in=wanted, archived_at=None).values_list(*columns)
    found = {
        pk: Traits(pk, name_key(first), name_key(last), _company(company), email)
        for pk, first, last, company, email in clients
    }
    phones = ClientPhone.objects.filter(client_id__in=wanted, contact=None).exclude(e164="").order_by()
    for client_id, e164 in phones.values_list("client_id", "e164"):
        if client_id in found:
            found[client_id].phones.append(e164)
    places = Property.objects.filter(client_id__in=wanted, is_primary=True).order_by()
    for client_id, *where in places.values_list("client_id", "line1", "postcode_key", "town"):
        if (one := found.get(client_id)) is not None:
            one.street, one.postcode, one.town = fold(where[0]), where[1], fold(where[2])
    return found


#: Words that say what sort of company it is, not which.
_LEGAL = frozenset(
    ("inc", "llc", "ltd", "limited", "co", "corp", "corporation", "company", "the", "plc", "lp", "llp")
)


def _company(name: str) -> str:
    words = fold(name).replace(".", " ").replace(",", " ").split()
    return " ".join(word for word in words if word not in _LEGAL) or " ".join(words)
