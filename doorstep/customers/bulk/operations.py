"""What can be done to many customers at once, and how each is taken back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.core.changes import Change
from doorstep.customers.actions import columns, tags
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.vocabulary.models import Tag

Words = str | Promise
Values = Mapping[str, Any]
Action = Callable[..., list[Change]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be done to many customers.

    `action(actor=, customer_ids=, **values)`: a many-record action. `event`: what it records, for the words
    of an undo. `asks`: the fields of the form (customers.web.bulk) that give its values.
    """

    key: str
    label: Words
    icon: str
    action: Action
    event: str
    asks: tuple[str, ...] = ()

    def title(self, actor: Actor, values: Values) -> str:
        """What the run is called."""
        return str(self.label)

    def put_back(
        self, actor: Actor, befores: Sequence[tuple[int, dict[str, Any]]], values: Values
    ) -> list[Change]:
        """Give each customer back what it had; a refusal names what has been changed since."""
        return columns.put_back_columns(actor=actor, befores=befores, event_kind=self.event)


@dataclass(frozen=True, slots=True)
class TagOperation(Operation):
    """Tagging is taken back by untagging, and the other way round."""

    inverse: Action = tags.untag_customers
    titled: Words = ""

    def title(self, actor: Actor, values: Values) -> str:
        """With the tag's name."""
        return str(self.titled) % {"tag": Tag.objects.visible_to(actor).get(pk=values["tag_id"]).name}

    def put_back(
        self, actor: Actor, befores: Sequence[tuple[int, dict[str, Any]]], values: Values
    ) -> list[Change]:
        """The inverse on those that were changed; one that is so already was changed by somebody since."""
        try:
            changes = self.inverse(actor=actor, customer_ids=[pk for pk, _before in befores], **values)
        except Tag.DoesNotExist:
            return [Change(pk, refusal=_("The tag has been deleted since.")) for pk, _before in befores]
        return [
            Change(one.client_id, refusal=_("Changed since."))
            if one.before is None and not one.refusal
            else one
            for one in changes
        ]


@dataclass(frozen=True, slots=True)
class AssignOperation(Operation):
    """Assigning names the member."""

    def title(self, actor: Actor, values: Values) -> str:
        """With the member's name."""
        if values["member_id"] is None:
            return _("Assign to nobody")
        members = Membership.objects.visible_to(actor).select_related("user")
        return _("Assign to %(member)s") % {"member": members.get(pk=values["member_id"])}


def _flag(*, actor: Actor, customer_ids: Sequence[int], reason: str, on: str | None = None) -> list[Change]:
    """Flag with a day as JSON keeps it."""
    day = date.fromisoformat(on) if on else None
    return columns.flag_follow_up(actor=actor, customer_ids=customer_ids, reason=reason, on=day)


_TABLE: tuple[Operation, ...] = (
    TagOperation(
        "tag",
        gettext_lazy("Add a tag"),
        "tag",
        tags.tag_customers,
        "customer.tagged",
        ("tag",),
        tags.untag_customers,
        gettext_lazy("Add the tag “%(tag)s”"),
    ),
    TagOperation(
        "untag",
        gettext_lazy("Remove a tag"),
        "tags",
        tags.untag_customers,
        "customer.untagged",
        ("tag",),
        tags.tag_customers,
        gettext_lazy("Remove the tag “%(tag)s”"),
    ),
    AssignOperation(
        "assign",
        gettext_lazy("Assign"),
        "user-check",
        columns.assign_customers,
        "customer.assigned",
        ("member",),
    ),
    Operation(
        "flag",
        gettext_lazy("Flag for follow-up"),
        "flag",
        _flag,
        "customer.follow_up_flagged",
        ("follow_up_reason", "on"),
    ),
    Operation(
        "unflag",
        gettext_lazy("Clear the follow-up flag"),
        "check",
        columns.clear_follow_up,
        "customer.follow_up_cleared",
    ),
    Operation(
        "dormant",
        gettext_lazy("Make dormant"),
        "moon",
        columns.make_dormant,
        "customer.made_dormant",
        ("dormant_reason",),
    ),
    Operation(
        "active",
        gettext_lazy("Make active again"),
        "sun",
        columns.reactivate,
        "customer.reactivated",
    ),
    Operation(
        "archive",
        gettext_lazy("Archive"),
        "archive",
        columns.archive_customers,
        "customer.archived",
    ),
    Operation(
        "restore",
        gettext_lazy("Bring back from the archive"),
        "arrow-back-up",
        columns.restore_customers,
        "customer.restored",
    ),
)

OPERATIONS = {operation.key: operation for operation in _TABLE}
