"""REST: what can be done with one customer: tags, archive, dormancy, follow-up."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from doorstep.core.changes import Change
from doorstep.core.errors import RuleBroken
from doorstep.core.rest import ApiRequest, Router, versioned
from doorstep.core.rest.shapes import Id
from doorstep.customers.actions import columns, tags
from doorstep.customers.api.bodies import FollowUpIn, ReasonIn
from doorstep.customers.api.shapes import CustomerOut
from doorstep.customers.models import Customer
from doorstep.customers.permissions import MANAGE_CUSTOMERS
from doorstep.customers.queries.whole import whole_customer

router = Router("Customers")


def _do(
    request: ApiRequest,
    response: HttpResponse,
    action: Callable[..., list[Change]],
    customer_id: int,
    **arguments: Any,
) -> CustomerOut:
    """Do to one customer what the action does to many; its refusal is the answer's."""
    Customer.objects.visible_to(request.actor).only("pk").get(pk=customer_id)
    (change,) = action(actor=request.actor, customer_ids=[customer_id], **arguments)
    if change.refusal:
        raise RuleBroken(change.refusal)
    customer = whole_customer(request.actor, customer_id)
    return versioned(response, CustomerOut.of(customer, request.actor))


@router.put("/customers/{customer_id}/tags/{tag_id}", needs=MANAGE_CUSTOMERS, answer=CustomerOut)
def tag_customer(request: ApiRequest, response: HttpResponse, customer_id: Id, tag_id: Id) -> CustomerOut:
    """Put a tag on a customer."""
    return _do(request, response, tags.tag_customers, customer_id, tag_id=tag_id)


@router.delete("/customers/{customer_id}/tags/{tag_id}", needs=MANAGE_CUSTOMERS, answer=CustomerOut)
def untag_customer(request: ApiRequest, response: HttpResponse, customer_id: Id, tag_id: Id) -> CustomerOut:
    """Take a tag off a customer."""
    return _do(request, response, tags.untag_customers, customer_id, tag_id=tag_id)


@router.post("/customers/{customer_id}/archive", needs=MANAGE_CUSTOMERS, answer=CustomerOut)
def archive_customer(request: ApiRequest, response: HttpResponse, customer_id: Id) -> CustomerOut:
    """Take a customer out of the lists; everything of theirs stays.

    One who owes money is refused.
    """
    return _do(request, response, columns.archive_customers, customer_id)


@router.post("/customers/{customer_id}/restore", needs=MANAGE_CUSTOMERS, answer=CustomerOut)
def restore_customer(request: ApiRequest, response: HttpResponse, customer_id: Id) -> CustomerOut:
    """Bring an archived customer back into the lists."""
    return _do(request, response, columns.restore_customers, customer_id)


@router.post("/customers/{customer_id}/dormant", needs=MANAGE_CUSTOMERS, answer=CustomerOut)
def make_customer_dormant(
    request: ApiRequest, response: HttpResponse, customer_id: Id, payload: ReasonIn
) -> CustomerOut:
    """Stop automatic communication and new jobs for a customer."""
    return _do(request, response, columns.make_dormant, customer_id, reason=payload.reason)


@router.post("/customers/{customer_id}/reactivate", needs=MANAGE_CUSTOMERS, answer=CustomerOut)
def reactivate_customer(request: ApiRequest, response: HttpResponse, customer_id: Id) -> CustomerOut:
    """Make a dormant customer active again."""
    return _do(request, response, columns.reactivate, customer_id)


@router.put("/customers/{customer_id}/follow-up", needs=MANAGE_CUSTOMERS, answer=CustomerOut)
def flag_customer(
    request: ApiRequest, response: HttpResponse, customer_id: Id, payload: FollowUpIn
) -> CustomerOut:
    """Flag a customer for a follow-up, with the reason and the day meant for it."""
    arguments = {"reason": payload.reason, "on": payload.on}
    return _do(request, response, columns.flag_follow_up, customer_id, **arguments)


@router.delete("/customers/{customer_id}/follow-up", needs=MANAGE_CUSTOMERS, answer=CustomerOut)
def clear_customer_flag(request: ApiRequest, response: HttpResponse, customer_id: Id) -> CustomerOut:
    """Take a customer's follow-up flag away; what a rule suggests stays suggested."""
    return _do(request, response, columns.clear_follow_up, customer_id)
