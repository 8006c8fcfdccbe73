"""The fields of a job as doors know them, and the rules they obey."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from doorstep.clients.models import Property
from doorstep.core.days import FIRST_DAY
from doorstep.core.errors import RuleBroken
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.jobs.models import Job

MAX_PRICE_CENTS = 10**12
FURTHEST_YEARS = 10


class JobFields(TypedDict, total=False):
    """What may be edited; a job's day and status have actions of their own. Money in minor units."""

    title: str
    description: str
    property_id: int | None
    technician_id: int | None
    price_cents: int
    free_of_charge: bool


def clean_fields(actor: Actor, customer_id: int, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The given fields checked one by one. Raises RuleBroken with the field."""
    cleaned = dict(fields)
    unknown = cleaned.keys() - JobFields.__annotations__.keys()
    if unknown:
        raise RuleBroken(_("There is no such field."), field=min(unknown))
    for name in ("title", "description"):
        if name in cleaned:
            cleaned[name] = str(cleaned[name]).replace("\x00", "").strip()
    if "title" in cleaned:
        _check_title(cleaned["title"])
    if not 0 <= cleaned.get("price_cents", 0) <= MAX_PRICE_CENTS:
        raise RuleBroken(_("The price must not be below zero, nor this high."), field="price_cents")
    if cleaned.get("property_id") is not None:
        _check_property(actor, customer_id, cleaned["property_id"])
    if cleaned.get("technician_id") is not None:
        _check_technician(actor, cleaned["technician_id"])
    return cleaned


def check_price(job: Job) -> None:
    """What is free of charge has no price."""
    if job.free_of_charge and job.price_cents:
        raise RuleBroken(_("A job that is free of charge has no price."), field="price_cents")


def check_scheduled(actor: Actor, scheduled_at: datetime) -> None:
    """A moment (with time zone) that a job can be scheduled for; the past is allowed, for work noted late."""
    day = actor.workspace.day_of(scheduled_at)
    if day < FIRST_DAY or day.year > actor.workspace.today().year + FURTHEST_YEARS:
        raise RuleBroken(_("Check the year: a job cannot be scheduled for that day."), field="scheduled_at")


def check_open_for_work(customer: Customer) -> None:
    """No new work for those who are archived or dormant; says how to change that."""
    if customer.client.archived_at is not None:
        raise RuleBroken(
            _("%(name)s is archived. Restore the customer first (Customers → Archived → Restore).")
            % {"name": customer.client.name}
        )
    if customer.dormant_at is not None:
        raise RuleBroken(
            _("%(name)s is dormant. Reactivate the customer first (More → Reactivate on its page).")
            % {"name": customer.client.name}
        )


def _check_title(title: str) -> None:
    if not title:
        raise RuleBroken(_("Say in a few words what the job is."), field="title")
    longest = Job._meta.get_field("title").max_length or 0
    if len(title) > longest:
        raise RuleBroken(_("At most %(count)d characters fit here.") % {"count": longest}, field="title")


def _check_property(actor: Actor, customer_id: int, property_id: int) -> None:
    place = Property.objects.visible_to(actor).filter(pk=property_id, client_id=customer_id).first()
    if place is None:
        raise RuleBroken(_("That property is not one of this customer's."), field="property_id")
    if place.dormant:
        raise RuleBroken(
            _("That property is dormant. Make it active first, or choose another one."), field="property_id"
        )


def _check_technician(actor: Actor, technician_id: int) -> None:
    members = Membership.objects.visible_to(actor).filter(pk=technician_id, ended_at=None)
    if not members.exists():
        raise RuleBroken(_("That member is not in this workspace any more."), field="technician_id")
