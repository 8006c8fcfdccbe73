"""How the API writes pairs and merges."""

from datetime import datetime
from typing import Annotated, ClassVar, Self

from pydantic import Field

from doorstep.core.rest.shapes import Id, Input, Named, OneOf, Output, Record, Text
from doorstep.duplicates.finding.scoring import in_words
from doorstep.duplicates.merging.choices import BOTH, OTHER, SURVIVOR
from doorstep.duplicates.models import DuplicatePair, Merge

_Which = Annotated[str, OneOf([SURVIVOR, OTHER, BOTH])]


class PairOut(Record):
    """Two customers that may be one. `score`: 0 to 100; `reasons`: keys, `words`: what they say."""

    path: ClassVar = "/duplicates/{id}"

    customers: list[Named]
    score: int
    strength: str
    reasons: list[str]
    words: str
    state: str
    found_at: datetime

    @classmethod
    def of(cls, row: DuplicatePair) -> Self:
        """The answer for a row."""
        both = [Named(id=one.pk, name=one.name) for one in (row.low, row.high)]
        names = ("score", "strength", "reasons", "state", "found_at")
        values = {name: getattr(row, name) for name in names}
        return cls(id=row.pk, customers=both, words=in_words(row.reasons), **values)


class MergeIn(Input):
    """`other_id` goes into `survivor_id`. `choices`: field -> whose value stays; left out: its default.

    "both" joins texts: `internal_notes`, `customer_notes`. A custom field is `custom.<key>`.
    """

    survivor_id: Id
    other_id: Id
    choices: Annotated[dict[Text, _Which], Field(max_length=200)] = Field(default_factory=dict)


class MergeOut(Record):
    """A merge. `moved`: rows that came over, by table. `undone_at`: null while it stands."""

    path: ClassVar = "/merges/{id}"

    survivor_id: int
    survivor_name: str
    other_id: int
    other_name: str
    moved: dict[str, int]
    merged_by_id: int | None
    merged_at: datetime
    undone_at: datetime | None

    @classmethod
    def of(cls, row: Merge) -> Self:
        """The answer for a row."""
        names = cls.model_fields.keys() - {"id"}
        return cls(id=row.pk, **{name: getattr(row, name) for name in names})


class MergePreviewOut(Output):
    """What `what` each of the two has; all of the other's comes over."""

    what: str
    survivor: int
    other: int


class UndoneOut(MergeOut):
    """`notes`: what is not as it was before the merge, because it was changed since."""

    notes: list[str]
