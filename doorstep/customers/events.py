"""What can happen to a customer."""

from dataclasses import dataclass
from typing import Any, ClassVar

from doorstep.activity.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerCreated(Event):
    """A customer was taken in."""

    kind: ClassVar[str] = "customer.created"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerUpdated(Event):
    """`changes`: {field: [old, new]} in JSON-ready values."""

    kind: ClassVar[str] = "customer.updated"
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerTagged(Event):
    """A tag was put on the customer."""

    kind: ClassVar[str] = "customer.tagged"
    tag: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerUntagged(Event):
    """A tag was taken off the customer."""

    kind: ClassVar[str] = "customer.untagged"
    tag: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerAssigned(Event):
    """`member`: the new one's name, "" for nobody."""

    kind: ClassVar[str] = "customer.assigned"
    member: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerMadeDormant(Event):
    """Automatic communication was stopped."""

    kind: ClassVar[str] = "customer.made_dormant"
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerReactivated(Event):
    """A dormant customer became active again."""

    kind: ClassVar[str] = "customer.reactivated"


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUpFlagged(Event):
    """`on`: the day meant for it, ISO, "" when none was given."""

    kind: ClassVar[str] = "customer.follow_up_flagged"
    reason: str
    on: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUpCleared(Event):
    """The follow-up flag was taken away."""

    kind: ClassVar[str] = "customer.follow_up_cleared"


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerArchived(Event):
    """The customer left the lists."""

    kind: ClassVar[str] = "customer.archived"


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerRestored(Event):
    """The customer came back into the lists."""

    kind: ClassVar[str] = "customer.restored"


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerPutBack(Event):
    """An undo gave back what a bulk change had overwritten. `change`: that change's event kind."""

    kind: ClassVar[str] = "customer.put_back"
    change: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerMovedToAccount(Event):
    """`account`: the new one's name, "" for none."""

    kind: ClassVar[str] = "customer.moved_to_account"
    account: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountCreated(Event):
    """Customers can now be put into it."""

    kind: ClassVar[str] = "account.created"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountUpdated(Event):
    """`changes`: {field: [old, new]}."""

    kind: ClassVar[str] = "account.updated"
    name: str
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountArchived(Event):
    """It is not offered any more; its customers stay in it."""

    kind: ClassVar[str] = "account.archived"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountRestored(Event):
    """It is offered again."""

    kind: ClassVar[str] = "account.restored"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerTypeCreated(Event):
    """`type_kind`: a Client.Kind value."""

    kind: ClassVar[str] = "customer_type.created"
    name: str
    type_kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerTypeUpdated(Event):
    """`was`: its name before."""

    kind: ClassVar[str] = "customer_type.updated"
    name: str
    was: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerTypeArchived(Event):
    """It is not offered any more; who has it keeps it."""

    kind: ClassVar[str] = "customer_type.archived"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerTypeRestored(Event):
    """It is offered again."""

    kind: ClassVar[str] = "customer_type.restored"
    name: str
