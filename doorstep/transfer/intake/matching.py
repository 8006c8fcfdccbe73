"""Whom a row resembles: in the workspace by four indexed queries a chunk, and among the rows before it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from doorstep.clients.models import Client, ClientPhone
from doorstep.core.text import name_key
from doorstep.identity.models import Workspace
from doorstep.transfer.intake.cleaning import CleanRow


class Who(NamedTuple):
    """A customer that a row may be: in the workspace (`client_id`), or in an earlier row (`row`), or both."""

    client_id: int | None
    row: int | None
    name: str
    first: str  # folded keys
    last: str
    company: str


@dataclass(frozen=True, slots=True)
class Match:
    """Whom the row resembles. `trait`: "reference", "phone", "email", "name"; `same`: the names agree too."""

    who: Who
    trait: str
    same: bool

    def words(self) -> str:
        """Same phone as “Jane Doe” (row 12)."""
        shared = {
            "reference": _("Same reference as “%(name)s”"),
            "phone": _("Same phone as “%(name)s”"),
            "email": _("Same e-mail as “%(name)s”"),
            "name": _("Same name and postcode as “%(name)s”"),
        }[self.trait] % {"name": self.who.name}
        if self.who.row is not None:
            shared += _(" in row %(row)d") % {"row": self.who.row}
        return shared


def who_is(row: CleanRow, client_id: int | None = None) -> Who:
    """The row itself as somebody that later rows may resemble."""
    values = row.values
    return Who(
        client_id,
        row.number,
        row.name,
        name_key(values.get("first_name", "")),
        name_key(values.get("last_name", "")),
        name_key(values.get("company_name", "")),
    )


def agree(one: Who, other: Who) -> bool:
    """Whether two names can be one customer's: the same business, or the same surname with first names that fit.

    "J. Doe" and "Jane Doe" fit; "Jane Doe" and "John Doe" do not: they may be a household.
    """
    if one.company and other.company:
        return one.company == other.company
    if not (one.last and other.last):
        # A business and its owner: the person stands in both rows, or the business's name is the person's.
        return (one.company or one.first + one.last) == (other.company or other.first + other.last)
    if one.last != other.last:
        return False
    first, second = sorted((one.first, other.first), key=len)
    return first == second or not first or (len(first) == 1 and second.startswith(first))


class Matcher:
    """Remembers the rows that are not in the database (yet) and looks up the rest, chunk by chunk."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._seen: dict[str, list[Who]] = {}
        self._known: dict[str, list[Who]] = {}

    def forget(self) -> None:
        """The rows seen are in the database now: the next look-up finds them there."""
        self._seen.clear()

    def look_up(self, rows: Sequence[CleanRow]) -> None:
        """Find everybody in the workspace who shares a trait with one of these rows. Four statements."""
        self._known = defaultdict(list)
        self._look_up_phones({phone.e164 for row in rows for phone in row.phones if phone.e164})
        for column, prefix, values in (
            ("email_key", "e:", {row.email_key for row in rows}),
            ("name_postcode_key", "n:", {row.name_postcode_key for row in rows}),
            ("external_id", "r:", {row.reference for row in rows}),
        ):
            values.discard("")
            if values:
                clients = Client.objects.filter(workspace=self.workspace, **{f"{column}__in": values})
                found = clients.values_list(column, "pk", "name", "first_name", "last_name", "company_name")
                for value, pk, *names in found:
                    self._known[prefix + value].append(_who(pk, *names))

    def _look_up_phones(self, e164s: set[str]) -> None:
        if not e164s:
            return
        found = ClientPhone.objects.filter(workspace=self.workspace, e164__in=e164s).values_list(
            "e164",
            "client_id",
            "client__name",
            "client__first_name",
            "client__last_name",
            "client__company_name",
        )
        for e164, pk, *names in found:
            self._known["p:" + e164].append(_who(pk, *names))

    def match(self, row: CleanRow) -> Match | None:
        """Whom the row resembles most: by reference, phone, e-mail, name; one whose name agrees goes first."""
        me = who_is(row)
        other: Match | None = None
        for trait, key in _keys(row):
            for who in self._candidates(key):
                same = trait in {"reference", "name"} or agree(me, who)
                if same:
                    return Match(who, trait, same)
                other = other or Match(who, trait, same)
        return other

    def _candidates(self, key: str) -> Iterable[Who]:
        yield from self._known.get(key, ())
        yield from self._seen.get(key, ())

    def remember(self, row: CleanRow, client_id: int | None = None) -> None:
        """Later rows may resemble this one."""
        me = who_is(row, client_id)
        for _trait, key in _keys(row):
            self._seen.setdefault(key, []).append(me)


def _who(pk: int, name: str, first: str, last: str, company: str) -> Who:
    return Who(pk, None, name, name_key(first), name_key(last), name_key(company))


def _keys(row: CleanRow) -> Iterable[tuple[str, str]]:
    if reference := row.reference:
        yield "reference", "r:" + reference
    for phone in row.phones:
        if phone.e164:
            yield "phone", "p:" + phone.e164
    if row.email_key:
        yield "email", "e:" + row.email_key
    if row.name_postcode_key:
        yield "name", "n:" + row.name_postcode_key
