"""Whose value the merged record has, field by field."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.clients.models import Client
from doorstep.core.errors import RuleBroken
from doorstep.customers.fields import check_names, display_name
from doorstep.customers.models import Customer

#: What is chosen for a field: the survivor's value, the other's, or one after the other (long texts only).
SURVIVOR, OTHER, BOTH = "survivor", "other", "both"
Choices = Mapping[str, str]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: a group of columns that belong together, of the client or of its paying side."""

    key: str
    label: str | Promise
    client: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    joins: bool = False  # may be both
    default: Callable[["Sides", "Choice"], str] = field(default=lambda sides, one: sides.fuller(one))

    def of(self, client: Client, customer: Customer | None) -> list[Any]:
        """What the record says."""
        if self.key.startswith("custom."):
            return [client.custom.get(self.key.removeprefix("custom."))]
        paying = [getattr(customer, name) if customer else None for name in self.customer]
        return [*(getattr(client, name) for name in self.client), *paying]


@dataclass(slots=True)
class Sides:
    """The two records of a merge, with their paying sides."""

    survivor: Client
    other: Client
    survivor_pays: Customer | None
    other_pays: Customer | None

    def values(self, one: Choice) -> tuple[list[Any], list[Any]]:
        """What both say of one thing."""
        return one.of(self.survivor, self.survivor_pays), one.of(self.other, self.other_pays)

    def fuller(self, one: Choice) -> str:
        """The survivor's, unless only the other says anything."""
        mine, theirs = self.values(one)
        return OTHER if _is_blank(mine) and not _is_blank(theirs) else SURVIVOR


def _careful(sides: Sides, one: Choice) -> str:
    """Who asked not to be written to is not written to."""
    mine, theirs = sides.values(one)
    return OTHER if mine[0] and theirs[0] is False else SURVIVOR


def _all_told(sides: Sides, one: Choice) -> str:
    mine, theirs = sides.values(one)
    differ = not _is_blank(mine) and not _is_blank(theirs) and mine != theirs
    return BOTH if differ else sides.fuller(one)


def _is_blank(values: Iterable[Any]) -> bool:
    return all(value is None or value in ("", [], {}) for value in values)


_BILLING = ("name", "line1", "line2", "line3", "town", "county", "postcode", "country")
_FOLLOW_UP = ("follow_up_flagged_at", "follow_up_reason", "follow_up_on", "follow_up_by_id")
_L = gettext_lazy

CHOICES: tuple[Choice, ...] = (
    Choice("name", _L("Name"), ("title", "first_name", "last_name", "company_name")),
    Choice("type", _L("Type"), customer=("type_id",)),
    Choice("email", _L("E-mail"), ("email", "email_key")),
    Choice("external_id", _L("Reference in another system"), ("external_id",)),
    Choice("assigned_to", _L("Assigned to"), ("assigned_to_id",)),
    Choice("source", _L("Source"), ("source_id",)),
    Choice("account", _L("Account"), customer=("account_id",)),
    Choice("sold_by", _L("Sold by"), customer=("sold_by_id",)),
    Choice("internal_notes", _L("Internal notes"), ("internal_notes",), joins=True, default=_all_told),
    Choice("customer_notes", _L("Notes on invoices"), ("customer_notes",), joins=True, default=_all_told),
    Choice("billing", _L("Billing address"), customer=tuple(f"billing_{name}" for name in _BILLING)),
    Choice("payment_terms_days", _L("Payment terms (days)"), customer=("payment_terms_days",)),
    Choice(
        "preferred_payment_method", _L("Preferred payment method"), customer=("preferred_payment_method",)
    ),
    Choice("billing_frequency", _L("Billing frequency"), customer=("billing_frequency",)),
    Choice("accepts_email", _L("Accepts e-mail"), ("accepts_email",), default=_careful),
    Choice("accepts_sms", _L("Accepts text messages"), ("accepts_sms",), default=_careful),
    Choice("accepts_calls", _L("Accepts calls"), ("accepts_calls",), default=_careful),
    Choice("accepts_post", _L("Accepts post"), ("accepts_post",), default=_careful),
    Choice("accepts_marketing", _L("Accepts marketing"), ("accepts_marketing",), default=_careful),
    Choice("after_sales", _L("After-sales communication"), customer=("after_sales",), default=_careful),
    Choice("dormant", _L("Dormant"), customer=("dormant_at", "dormant_reason")),
    Choice("follow_up", _L("Follow-up"), customer=_FOLLOW_UP),
    Choice("archived", _L("Archived"), ("archived_at",), default=lambda _sides, _one: SURVIVOR),
)


def choices_of(sides: Sides) -> list[Choice]:
    """Everything there is to choose for these two, with their custom fields."""
    keys = sorted({*sides.survivor.custom, *sides.other.custom})
    return [*CHOICES, *(Choice(f"custom.{key}", key) for key in keys)]


def result_of(sides: Sides, chosen: Choices) -> tuple[Values, Values]:
    """The columns of the merged client and of its paying side. What is not chosen has its default.

    Raises RuleBroken with the field for what cannot be chosen, or when the name does not fit the type.
    """
    client: Values = {"custom": dict(sides.survivor.custom)}
    customer: Values = {}
    known = {one.key: one for one in choices_of(sides)}
    if unknown := chosen.keys() - known.keys():
        raise RuleBroken(_("There is no such field."), field=min(unknown))
    for key, one in known.items():
        values = _taken(sides, one, chosen.get(key) or one.default(sides, one))
        if key.startswith("custom."):
            _put(client["custom"], key.removeprefix("custom."), values[0])
            continue
        client |= dict(zip(one.client, values, strict=False))
        customer |= dict(zip(one.customer, values[len(one.client) :], strict=True))
    _name(sides, client, customer)
    client["created_at"] = min(sides.survivor.created_at, sides.other.created_at)
    pays = [side for side in (sides.survivor_pays, sides.other_pays) if side is not None]
    if not pays:
        return client, {}
    customer["became_customer_at"] = min(side.became_customer_at for side in pays)
    return client, customer


def _taken(sides: Sides, one: Choice, which: str) -> list[Any]:
    mine, theirs = sides.values(one)
    if which == BOTH and one.joins:
        return ["\n\n".join(dict.fromkeys(text for text in (*mine, *theirs) if text))]
    if which not in {SURVIVOR, OTHER}:
        raise RuleBroken(_("Choose one of the two."), field=one.key)
    # Nobody's paying side says nothing: the columns have no room for that.
    has_none = bool(one.customer) and (sides.other_pays if which == OTHER else sides.survivor_pays) is None
    return theirs if (which == OTHER) != has_none else mine


def _put(custom: Values, key: str, value: Any) -> None:
    if value is None:
        custom.pop(key, None)
    else:
        custom[key] = value


def _name(sides: Sides, client: Values, customer: Values) -> None:
    """The kind that the type wants, a name that fits it: a part that is missing comes from the other side."""
    types = {side.type_id: side.type for side in (sides.survivor_pays, sides.other_pays) if side is not None}
    chosen = types.get(customer.get("type_id") or 0)
    client["kind"] = chosen.kind if chosen is not None else sides.survivor.kind
    needed = "company_name" if client["kind"] == Client.Kind.COMPANY else "last_name"
    if not client[needed]:
        client[needed] = getattr(sides.survivor, needed) or getattr(sides.other, needed)
    check_names(client["kind"], client)
    client["name"] = display_name(client["kind"], client)
