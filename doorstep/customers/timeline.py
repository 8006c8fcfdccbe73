"""A customer's history in words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from babel.dates import format_date
from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from doorstep.activity.models import Entry
from doorstep.activity.queries import history_ids
from doorstep.activity.wording import kinds_about_money, wording_of
from doorstep.clients.models import Client, PropertyParty
from doorstep.core.money import format_money
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.vocabulary.shown import ShownValues

SIZE = 30
_NOTHING = "–"


@dataclass(slots=True)
class Difference:
    """One field of an edit: what it said, and what it says now."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class Line:
    """One thing that happened. `door`: how it came in when it was not by hand, in words."""

    icon: str
    text: str
    who: str
    door: str
    at: datetime
    differences: list[Difference] = field(default_factory=list)


def timeline(
    *, actor: Actor, client_id: int, with_money: bool, before: int | None = None, size: int = SIZE
) -> tuple[list[Line], int | None]:
    """The latest lines of a client the actor sees, and the entry to ask for more `before` (None: no more).

    What was told of customers that were merged into it is part of it. `with_money`: whether what speaks of
    amounts is shown. At most nine statements, whatever the size.
    """
    ids = history_ids(actor.workspace_id, client_id)
    # One id is read along the index; of several, the entries are sorted first.
    told = {"client_id": client_id} if len(ids) == 1 else {"client_id__in": ids}
    entries = Entry.objects.visible_to(actor).filter(**told).order_by("-pk")
    if not with_money:
        entries = entries.exclude(kind__in=kinds_about_money())
    if before is not None:
        entries = entries.filter(pk__lt=before)
    page = list(entries[: size + 1])
    writer = _Writer(actor, page[:size], with_money=with_money)
    lines = [writer.line(entry) for entry in page[:size]]
    return lines, page[size - 1].pk if len(page) > size else None


def lines_of(*, actor: Actor, entries: Sequence[Entry], with_money: bool) -> list[Line]:
    """Entries of any clients as lines. At most eight statements, however many entries."""
    writer = _Writer(actor, entries, with_money=with_money)
    return [writer.line(entry) for entry in entries]


class _Writer:
    """Turns entries into lines, having looked up the names of everything they refer to at once."""

    def __init__(self, actor: Actor, entries: Sequence[Entry], *, with_money: bool) -> None:
        self.workspace = actor.workspace
        self.locale = actor.workspace.locale.replace("-", "_")
        self.with_money = with_money
        self.names = self._names(entries)
        has_custom = any(name.startswith("custom.") for entry in entries for name in _changes(entry))
        self.custom = (
            {kind: ShownValues(actor.workspace, kind) for kind in ("customer", "property")}
            if has_custom
            else {}
        )

    def line(self, entry: Entry) -> Line:
        wording = wording_of(entry.kind)
        values: defaultdict[str, str] = defaultdict(str)
        values |= {name: self._value(name, value) for name, value in entry.data.items() if name != "changes"}
        values |= {name: str(_("nobody")) for name in ("member", "account") if not values[name]}
        return Line(
            icon=wording.icon,
            text=(str(wording.text) % values).removesuffix(" ()").removesuffix(": "),
            who=entry.actor_name,
            door=_DOORS.get(entry.via, lambda: "")(),
            at=entry.at,
            differences=list(self._differences(entry)),
        )

    def _differences(self, entry: Entry) -> Iterable[Difference]:
        for name, (old, new) in _changes(entry).items():
            if name.endswith("_cents") and not self.with_money:
                continue
            if name.startswith("custom."):
                shown = self.custom["property" if entry.subject_kind == "clients.property" else "customer"]
                key = name.removeprefix("custom.")
                yield Difference(
                    shown.label(key), shown.text(key, old) or _NOTHING, shown.text(key, new) or _NOTHING
                )
            else:
                column = _column(entry, name)
                yield Difference(
                    _label(column, name), self._said(column, name, old), self._said(column, name, new)
                )

    def _said(self, column: Any, name: str, value: Any) -> str:
        if value is None or value in ("", []):
            return _NOTHING
        if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        if isinstance(column, models.ForeignKey):
            return self.names.get((column.related_model, value), _("something that is gone"))
        labels = dict(getattr(column, "flatchoices", None) or ())
        return str(labels[value]) if value in labels else self._value(name, value)

    def _value(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if name == "role":
            return str(dict(PropertyParty.Role.choices).get(value, value)).lower()
        if name.endswith("_cents") and isinstance(value, int):
            return format_money(value, self.workspace.currency, self.locale)
        if isinstance(value, str) and (day := self._day(name, value)):
            return day
        return "" if value is None else str(value)

    def _day(self, name: str, value: str) -> str:
        """A date or moment as the workspace writes days; "" when it is none."""
        if not name.endswith(("_on", "_at", "on")):
            return ""
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return ""
        day = self.workspace.day_of(moment) if moment.tzinfo else moment.date()
        return format_date(day, "medium", locale=self.locale)

    def _names(self, entries: Sequence[Entry]) -> dict[tuple[Any, Any], str]:
        """The names of the rows that changes refer to by id: one statement for each table."""
        wanted: defaultdict[Any, set[Any]] = defaultdict(set)
        for entry in entries:
            for name, both in _changes(entry).items():
                column = _column(entry, name)
                if isinstance(column, models.ForeignKey):
                    wanted[column.related_model] |= {one for one in both if isinstance(one, int)}
        names: dict[tuple[Any, Any], str] = {}
        for model, ids in wanted.items():
            rows = model._default_manager.filter(workspace=self.workspace, pk__in=ids)
            if model is Membership:
                rows = rows.select_related("user")
            names |= {(model, row.pk): str(row) for row in rows}
        return names


def _changes(entry: Entry) -> dict[str, Any]:
    found = entry.data.get("changes")
    return found if isinstance(found, dict) else {}


def _column(entry: Entry, name: str) -> Any:
    """The model's column that a change names; a customer's may be the client's. None when there is none."""
    try:
        own = apps.get_model(entry.subject_kind) if entry.subject_kind else Customer
    except (LookupError, ValueError):
        return None
    for model in (own, Client) if own is Customer else (own,):
        for column in model._meta.concrete_fields:
            if name in {column.name, column.attname}:
                return column
    return None


def _label(column: Any, name: str) -> str:
    words = (
        str(column.verbose_name)
        if column is not None
        else {"phones": _("phones"), "tags": _("tags")}.get(name, name)
    )
    return (words[:1].upper() + words[1:]).replace("_", " ")


_DOORS = {
    "import": lambda: _("by import"),
    "api": lambda: _("through the API"),
    "command": lambda: _("by a command"),
    "bulk": lambda: _("by a bulk change"),
}
