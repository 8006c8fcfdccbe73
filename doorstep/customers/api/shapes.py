"""What customers look like in the API."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from doorstep.billing.permissions import VIEW_MONEY
from doorstep.clients.models import ClientCard, Property
from doorstep.clients.shapes import AddressOut, phone_out
from doorstep.core.db import FAR, NEVER
from doorstep.core.rest.shapes import Named, Output, PhoneOut, Record
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership

_MONEY = ("lifetime_revenue_cents", "recent_revenue_cents", "open_balance_cents")
_COUNTS = ("invoice_count", "jobs_count", "completed_jobs")
_DAYS = ("last_job_on", "last_visit_on", "last_invoice_on", "last_payment_on", "last_activity_on")
_ON_CLIENT = (
    *("kind", "name", "title", "first_name", "last_name", "company_name", "email", "accepts_email"),
    *("accepts_sms", "accepts_calls", "accepts_post", "accepts_marketing", "internal_notes"),
    *("customer_notes", "external_id", "custom", "archived_at", "created_at", "updated_at", "version"),
)
_ON_CUSTOMER = (
    *("payment_terms_days", "preferred_payment_method", "billing_frequency", "billing_name"),
    *("billing_line1", "billing_line2", "billing_line3", "billing_town", "billing_county"),
    *("billing_postcode", "billing_country", "after_sales", "dormant_at", "dormant_reason"),
    *("became_customer_at",),
)


class FiguresOut(Output):
    """What the customer is worth and when it was last there.

    The money is null without the right to see money. `recent_revenue_cents`: paid in the last 12 months;
    `follow_up_from`: the day since when a follow-up is suggested or flagged.
    """

    currency: str
    lifetime_revenue_cents: int | None
    recent_revenue_cents: int | None
    open_balance_cents: int | None
    invoice_count: int
    jobs_count: int
    completed_jobs: int
    last_job_on: date | None
    last_visit_on: date | None
    last_invoice_on: date | None
    last_payment_on: date | None
    last_activity_on: date | None
    follow_up_from: date | None

    @classmethod
    def of(cls, card: ClientCard, actor: Actor) -> Self:
        """The figures on a card, as far as the actor may see them."""
        sees_money = actor.can(VIEW_MONEY)
        values: dict[str, Any] = {
            **{name: getattr(card, name) if sees_money else None for name in _MONEY},
            **{name: getattr(card, name) for name in _COUNTS},
            **{name: _day(getattr(card, name)) for name in (*_DAYS, "follow_up_from")},
        }
        return cls(currency=actor.workspace.currency, **values)


def _day(value: date) -> date | None:
    return None if value in {NEVER, FAR} else value


class FollowUpOut(Output):
    """A flag that a member put on the customer, why, and the day meant for it."""

    flagged_at: datetime
    reason: str
    on: date | None


class CustomerOut(Record):
    """A customer. Its address is that of its primary property. `custom`: values by field key."""

    path: ClassVar = "/customers/{id}"

    kind: str
    name: str
    title: str
    first_name: str
    last_name: str
    company_name: str
    email: str
    phones: list[PhoneOut]
    address: AddressOut | None
    primary_property_id: int | None
    type: Named
    account: Named | None
    source: Named | None
    assigned_to: Named | None
    sold_by: Named | None
    tags: list[Named]
    custom: dict[str, Any]
    accepts_email: bool
    accepts_sms: bool
    accepts_calls: bool
    accepts_post: bool
    accepts_marketing: bool
    after_sales: bool
    internal_notes: str
    customer_notes: str
    external_id: str
    payment_terms_days: int | None
    preferred_payment_method: str
    billing_frequency: str
    billing_name: str
    billing_line1: str
    billing_line2: str
    billing_line3: str
    billing_town: str
    billing_county: str
    billing_postcode: str
    billing_country: str
    dormant_at: datetime | None
    dormant_reason: str
    follow_up: FollowUpOut | None
    figures: FiguresOut
    archived_at: datetime | None
    became_customer_at: datetime
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, customer: Customer, actor: Actor) -> Self:
        """The answer for a row as queries.whole reads it."""
        client: Any = customer.client
        place: Property | None = next(iter(client.primary_places), None)
        return cls(
            id=customer.pk,
            phones=[phone_out(phone) for phone in client.own_phones],
            address=AddressOut.of(place) if place else None,
            primary_property_id=place.pk if place else None,
            type=Named(id=customer.type.pk, name=customer.type.name),
            account=_named(customer.account),
            source=_named(client.source),
            assigned_to=_member(client.assigned_to),
            sold_by=_member(customer.sold_by),
            tags=[Named(id=row.tag_id, name=row.tag.name) for row in client.own_tags],
            follow_up=_follow_up(customer),
            figures=FiguresOut.of(client.card, actor),
            **{name: getattr(client, name) for name in _ON_CLIENT},
            **{name: getattr(customer, name) for name in _ON_CUSTOMER},
        )


def _named(row: Any) -> Named | None:
    return Named(id=row.pk, name=row.name) if row else None


def _member(row: Membership | None) -> Named | None:
    return Named(id=row.pk, name=str(row.user)) if row else None


def _follow_up(customer: Customer) -> FollowUpOut | None:
    if customer.follow_up_flagged_at is None:
        return None
    return FollowUpOut(
        flagged_at=customer.follow_up_flagged_at, reason=customer.follow_up_reason, on=customer.follow_up_on
    )
