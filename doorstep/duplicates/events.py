"""What can happen to records that are about the same customer."""

from dataclasses import dataclass
from typing import ClassVar

from doorstep.activity.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerMerged(Event):
    """`name`: of the record that went into this one; `moved`: how many rows came with it."""

    kind: ClassVar[str] = "customer.merged"
    merge_id: int
    other_id: int
    name: str
    moved: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeUndone(Event):
    """Told to both sides. `name`: of the other one."""

    kind: ClassVar[str] = "customer.merge_undone"
    merge_id: int
    other_id: int
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PairDismissed(Event):
    """Two records that look alike are two customers. `name`: of the other one."""

    kind: ClassVar[str] = "customer.not_a_duplicate"
    other_id: int
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PairReopened(Event):
    """They may be the same after all. `name`: of the other one."""

    kind: ClassVar[str] = "customer.maybe_duplicate"
    other_id: int
    name: str
