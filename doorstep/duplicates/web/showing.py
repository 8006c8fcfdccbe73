"""What the merge page shows: each field of both records in words, and what is chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.clients.models import Client
from doorstep.customers.models import Customer
from doorstep.duplicates import queries
from doorstep.duplicates.merging.choices import BOTH, OTHER, SURVIVOR, Choice, Sides, choices_of
from doorstep.duplicates.merging.restoring import words_of
from doorstep.duplicates.merging.rules import TO_CLIENT, table_of
from doorstep.duplicates.models import Merge
from doorstep.identity.actor import Actor
from doorstep.vocabulary.shown import ShownValues

#: How the form names the two records, whichever of them stays.
LEFT, RIGHT = "left", "right"


@dataclass(frozen=True, slots=True)
class Line:
    """One field. `chosen`: LEFT, RIGHT or BOTH; `both`: whether that can be chosen."""

    key: str
    label: str
    left: str
    right: str
    chosen: str
    both: bool

    @property
    def differs(self) -> bool:
        return self.left != self.right

    @property
    def joined(self) -> str:
        return "\n\n".join(text for text in (self.left, self.right) if text)


class MergeForm:
    """The page of two records; `problem`: why what was sent could not be done. Some thirty statements."""

    def __init__(
        self, actor: Actor, left_id: int, right_id: int, sent: Mapping[str, Any] | None = None
    ) -> None:
        self.actor = actor
        self.sent = sent or {}
        self.problem = ""
        self.ids = {LEFT: left_id, RIGHT: right_id}
        first, _second = queries.better_first(left_id, right_id)
        wanted = str(self.sent.get("keep", ""))
        self.keep = wanted if wanted in self.ids else LEFT if first == left_id else RIGHT
        self.sides = queries.sides(actor, *self._in_order())

    def _in_order(self) -> tuple[int, int]:
        left, right = self.ids[LEFT], self.ids[RIGHT]
        return (left, right) if self.keep == LEFT else (right, left)

    def wanted(self) -> dict[str, Any]:
        """What the action takes."""
        survivor_id, other_id = self._in_order()
        mine = {self.keep: SURVIVOR, BOTH: BOTH}
        keys = [one.key for one in choices_of(self.sides)]
        choices = {key: mine.get(self.sent[key], OTHER) for key in keys if self.sent.get(key)}
        return {"survivor_id": survivor_id, "other_id": other_id, "choices": choices}

    @property
    def left(self) -> Client:
        return self.sides.survivor if self.keep == LEFT else self.sides.other

    @property
    def right(self) -> Client:
        return self.sides.other if self.keep == LEFT else self.sides.survivor

    @cached_property
    def why(self) -> str:
        """What makes them look alike."""
        return queries.why_alike(self.ids[LEFT], self.ids[RIGHT])

    @cached_property
    def moving(self) -> list[tuple[str, int, int, int]]:
        """Table, the left one's rows, the right one's, and both together."""
        counts = queries.what_moves(self.ids[LEFT], self.ids[RIGHT])
        return [(one.words, one.survivor, one.other, one.survivor + one.other) for one in counts]

    @cached_property
    def lines(self) -> list[Line]:
        """Every field that at least one of them says something in."""
        words = _Words(self.actor)
        lines = (self._line(one, words) for one in choices_of(self.sides))
        return [line for line in lines if line.left or line.right]

    @property
    def differing(self) -> list[Line]:
        return [line for line in self.lines if line.differs]

    @property
    def alike(self) -> list[Line]:
        return [line for line in self.lines if not line.differs]

    def _line(self, one: Choice, words: "_Words") -> Line:
        mine, theirs = words.of(one, self.sides)
        left, right = (mine, theirs) if self.keep == LEFT else (theirs, mine)
        other = RIGHT if self.keep == LEFT else LEFT
        default = {SURVIVOR: self.keep, OTHER: other}.get(one.default(self.sides, one), BOTH)
        chosen = str(self.sent.get(one.key) or default)
        return Line(one.key, words.label(one), left, right, chosen, one.joins)


class _Words:
    """Writes what a record says of a field."""

    def __init__(self, actor: Actor) -> None:
        self.locale = actor.workspace.locale.replace("-", "_")
        self.custom = ShownValues(actor.workspace)

    def label(self, one: Choice) -> str:
        if one.key.startswith("custom."):
            return self.custom.label(one.key.removeprefix("custom."))
        return str(one.label)

    def of(self, one: Choice, sides: Sides) -> tuple[str, str]:
        """Both sides in words."""
        return (
            self._said(one, sides.survivor, sides.survivor_pays),
            self._said(one, sides.other, sides.other_pays),
        )

    def _said(self, one: Choice, client: Client, customer: Customer | None) -> str:
        if one.key.startswith("custom."):
            key = one.key.removeprefix("custom.")
            return self.custom.text(key, client.custom.get(key))
        if one.key == "email":
            return client.email
        rows: Iterable[tuple[Any, str]] = [
            *((client, name) for name in one.client),
            *((customer, name) for name in one.customer if customer is not None),
        ]
        separator = " " if one.key == "name" else ", "
        return separator.join(text for row, name in rows if (text := self._text(row, name)))

    def _text(self, row: Any, name: str) -> str:
        value = getattr(row, name)
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, date):
            day = timezone.localtime(value).date() if isinstance(value, datetime) else value
            return format_date(day, "medium", locale=self.locale)
        if name.endswith("_id") and name != "external_id":
            return str(getattr(row, name.removesuffix("_id")))
        display = getattr(row, f"get_{name}_display", None)
        return str(display() if display else value)


def shown_merge(merge: Merge) -> list[tuple[str, int]]:
    """What a merge moved: table in words, and how many rows."""
    told = [(key, line) for key, line in TO_CLIENT.items() if line.words]
    labels = {table_of(key)[0]._meta.label: words_of(*table_of(key)) for key, _line in told}
    return [(labels[label], count) for label, count in merge.moved.items() if label in labels]
