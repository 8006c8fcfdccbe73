"""Whom a row resembles: in the workspace by five indexed queries a chunk, and among the rows before it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from doorstep.core.text import fold, name_key
from doorstep.identity.actor import Actor
from doorstep.transfer.intake.cells import is_placeholder
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.people import Who, agree, who, who_is


@dataclass(frozen=True, slots=True)
class Match:
    """Whom the row resembles, by its `trait` (see keys_of, intake.earlier). `same`: the names agree too."""

    who: Who
    trait: str
    same: bool

    def words(self) -> str:
        """Same phone as “Jane Doe” in row 12."""
        shared = {
            "file": _("This row of the same file was imported before, as “%(name)s”"),
            "reference": _("Same reference as “%(name)s”"),
            "phone": _("Same phone as “%(name)s”"),
            "email": _("Same e-mail as “%(name)s”"),
            "name": _("Same name and postcode as “%(name)s”"),
            "bare": _("Same name as “%(name)s”, and no phone, e-mail or postcode to tell them apart"),
        }[self.trait] % {"name": self.who.name}
        if self.who.row is not None:
            shared += _(" in row %(row)d") % {"row": self.who.row}
        return shared


_WHO = "c.id, c.name, c.first_name, c.last_name, c.company_name, c.assigned_to_id"
_CLIENTS = f"SELECT c.%s, {_WHO} FROM clients_client c WHERE c.workspace_id = %%s AND c.%s <> '' AND c.%s "  # noqa: S608  # names, not input
_LOOK_UPS = {
    "p:": (
        f"SELECT p.e164, {_WHO} FROM clients_clientphone p JOIN clients_client c ON c.id = p.client_id"  # noqa: S608  # names, not input
        " WHERE p.workspace_id = %s AND p.e164 <> '' AND p.e164 "
    ),
    **{
        prefix: _CLIENTS % (column, column, column)
        for prefix, column in (("e:", "email_key"), ("n:", "name_postcode_key"), ("r:", "external_id"))
    },
    # Nothing to be told apart by: no e-mail, no postcode, no number.
    "b:": (
        f"SELECT k.sort_name, {_WHO} FROM clients_clientcard k JOIN clients_client c ON c.id = k.client_id"  # noqa: S608  # names, not input
        " WHERE k.workspace_id = %s AND NOT k.archived AND c.email_key = '' AND c.name_postcode_key = ''"
        " AND NOT EXISTS (SELECT 1 FROM clients_clientphone p WHERE p.client_id = c.id AND p.e164 <> ''"
        " AND p.e164 NOT LIKE '%%1234567890' AND substr(p.e164, length(p.e164) - 5)"
        " <> substr(p.e164, length(p.e164) - 6, 6))"
        " AND k.sort_name "
    ),
}


class Matcher:
    """Remembers the rows that are not in the database (yet) and looks up the rest, chunk by chunk."""

    def __init__(self, actor: Actor, *, by_reference_only: bool = False) -> None:
        self.workspace_id = actor.workspace_id
        self._sees = actor.sees_assigned_to
        self._trusts_references = by_reference_only
        self._seen: dict[str, list[Who]] = {}
        self._known: dict[str, list[Who]] = {}
        self._foreseen: dict[str, tuple[Who, ...]] = {}
        self._foreseen_ids: set[int] = set()

    def foresee(self, one: Who, keys: Iterable[str], old_keys: Iterable[str] = ()) -> None:
        """A dry run: from now on find this customer by `keys`, as if what is decided had been written."""
        for key in old_keys:
            self._foreseen[key] = tuple(
                known
                for known in self._foreseen.get(key, ())
                if (known.client_id, known.row) != (one.client_id, one.row)
            )
        for key in keys:
            self._foreseen[key] = (*self._foreseen.get(key, ()), one)
        if one.client_id is not None:
            self._foreseen_ids.add(one.client_id)

    def forget(self) -> None:
        """The rows seen are in the database now: the next look-up finds them there."""
        self._seen.clear()

    def look_up(self, rows: Sequence[CleanRow]) -> None:
        """Find everybody in the workspace who shares a trait with one of these rows. Five statements."""
        wanted: dict[str, set[str]] = {prefix: set() for prefix in _LOOK_UPS}
        for row in rows:
            for _trait, key in keys_of(row):
                wanted[key[:2]].add(key[2:])
        self._known = defaultdict(list)
        for prefix, values in wanted.items():
            if values:
                self._ask(prefix, sorted(values))

    def _ask(self, prefix: str, values: Sequence[str]) -> None:
        # One parameter for all values: thousands of marks take longer to write than the answer to find.
        many: Any = values
        some = "= ANY(%s)"
        if connection.vendor == "sqlite":
            many, some = json.dumps(values), "IN (SELECT value FROM json_each(%s))"
        with connection.cursor() as cursor:
            cursor.execute(f"{_LOOK_UPS[prefix]}{some} ORDER BY c.id", [self.workspace_id, many])
            for value, pk, name, first, last, company, assigned_to_id in cursor:
                if pk in self._foreseen_ids:
                    continue
                hidden = self._sees is not None and assigned_to_id not in self._sees
                self._known[prefix + value].append(who(pk, None, name, first, last, company, hidden=hidden))

    def match(self, row: CleanRow) -> Match | None:
        """Whom the row resembles most, by the strongest trait; one whose name agrees goes first."""
        me = who_is(row)
        other: Match | None = None
        for trait, key in keys_of(row):
            for one in self._candidates(key):
                same = trait in {"name", "bare"} or agree(me, one)
                if not same and trait == "reference":
                    same = self._is_trusted(row, me, one)
                if same:
                    return Match(one, trait, same)
                other = other or Match(one, trait, same)
        return other

    def _is_trusted(self, row: CleanRow, me: Who, one: Who) -> bool:
        """Whether a reference alone, with another name, means the same: two systems may count alike."""
        if self._trusts_references or me.is_nameless:
            return True
        shared = (self._candidates(key) for trait, key in keys_of(row) if trait in {"phone", "email"})
        return any(
            (known.client_id, known.row) == (one.client_id, one.row) for some in shared for known in some
        )

    def _candidates(self, key: str) -> Iterable[Who]:
        known: Iterable[Who] = self._known.get(key, ())
        if foreseen := self._foreseen.get(key):
            # In the order the database would give them: those that are here, then those that would be made.
            known = sorted(
                [*known, *foreseen], key=lambda one: (one.client_id is None, one.client_id or one.row)
            )
        yield from known
        yield from self._seen.get(key, ())

    def remember(self, row: CleanRow, into: Who | None = None) -> None:
        """Later rows may resemble this one, which makes a customer or is added to the one that `into` is."""
        me = who_is(row)
        if into is not None:
            me = me._replace(client_id=into.client_id, row=into.row)
        for key in found_by(row):
            self._seen.setdefault(key, []).append(me)


def keys_of(row: CleanRow) -> list[tuple[str, str]]:
    """What the row is recognised by, strongest first. Its name must be settled."""
    if row.keys is None:
        row.keys = _keys_of(row)
    return row.keys


def _keys_of(row: CleanRow) -> list[tuple[str, str]]:
    keys = [("reference", "r:" + row.reference)] if row.reference else []
    keys += [("phone", "p:" + phone.e164) for phone in row.phones if tells_apart(phone.e164)]
    if row.email_key:
        keys.append(("email", "e:" + row.email_key))
    if row.name_postcode_key:
        keys.append(("name", "n:" + row.name_postcode_key))
    if not keys and name_key(row.name):
        keys.append(("bare", bare_key(row.name)))
    return keys


def tells_apart(e164: str) -> bool:
    """Whether somebody is known by this number."""
    return bool(e164) and not is_placeholder(e164)


def found_by(row: CleanRow) -> list[str]:
    """The keys under which a customer made of the row is found by later ones."""
    keys = [key for _trait, key in keys_of(row)]
    if row.reference and len(keys) == 1:
        keys.append(bare_key(row.name))
    return keys


def bare_key(name: str) -> str:
    """For those who have no phone, e-mail or postcode."""
    return "b:" + fold(name)[:120]
