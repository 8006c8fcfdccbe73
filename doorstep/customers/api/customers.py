"""REST: listing, reading, creating and updating customers."""

from django.http import HttpResponse
from ninja.responses import Status

from doorstep.clients.cards import roll_figures
from doorstep.clients.shapes import AddressIn, read_phones
from doorstep.core.rest import ApiRequest, Page, Router, created, if_match, versioned
from doorstep.core.rest.paging import CursorText, Limit
from doorstep.core.rest.shapes import Id
from doorstep.customers.actions.create import create_customer as create
from doorstep.customers.actions.update import update_customer as update
from doorstep.customers.api.bodies import CustomerChange, CustomerIn
from doorstep.customers.api.parameters import PARAMETERS, read_cursor, read_filter, read_sort
from doorstep.customers.api.shapes import CustomerOut
from doorstep.customers.listing import page_of
from doorstep.customers.permissions import MANAGE_CUSTOMERS, VIEW_CUSTOMERS
from doorstep.customers.queries.whole import whole_customer, whole_customers

router = Router("Customers")

_ADDRESS_PATHS = {name: f"address.{name}" for name in AddressIn.model_fields}


@router.get("/customers", needs=VIEW_CUSTOMERS, answer=Page[CustomerOut], extra={"parameters": PARAMETERS})
def list_customers(request: ApiRequest, limit: Limit = 50, cursor: CursorText = "") -> Page[CustomerOut]:
    """List customers, filtered, searched and sorted as on the customers page.

    The parameters are those of the page's address, so a query can be copied from there. Custom fields:
    `cf_<key>` (texts: contained or beginning with; choices: option keys, any of them; checkbox: 1 or 0),
    `cf_<key>_from` and `cf_<key>_to` (numbers, money in major units, days). What does not fit is refused,
    naming the parameter.
    """
    actor = request.actor
    found, order = read_filter(request.GET, actor), read_sort(request.GET.get("sort", "name"), actor)
    roll_figures(workspace=actor.workspace)
    page = page_of(found, order, limit, read_cursor(cursor, order))
    items = [CustomerOut.of(row, actor) for row in whole_customers(actor, page.ids)]
    return Page[CustomerOut](items=items, next_cursor=page.next or None)


@router.post(
    "/customers",
    needs=MANAGE_CUSTOMERS,
    answer=CustomerOut,
    status=201,
    field_paths=_ADDRESS_PATHS,
)
def create_customer(request: ApiRequest, response: HttpResponse, payload: CustomerIn) -> Status[CustomerOut]:
    """Create a customer."""
    customer = create(
        actor=request.actor,
        fields=payload.fields(),
        phones=read_phones(payload.phones) or (),
        address=payload.address.read() if payload.address else None,
        tag_ids=payload.tag_ids or (),
        custom=payload.custom,
    )
    return created(response, _answer(request, customer.pk))


@router.get("/customers/{customer_id}", needs=VIEW_CUSTOMERS, answer=CustomerOut)
def get_customer(request: ApiRequest, response: HttpResponse, customer_id: Id) -> CustomerOut:
    """Get a customer."""
    return versioned(response, _answer(request, customer_id))


@router.patch("/customers/{customer_id}", needs=MANAGE_CUSTOMERS, answer=CustomerOut)
def update_customer(
    request: ApiRequest, response: HttpResponse, customer_id: Id, payload: CustomerChange
) -> CustomerOut:
    """Change a customer."""
    update(
        actor=request.actor,
        customer_id=customer_id,
        version=if_match(request),
        fields=payload.fields(),
        phones=read_phones(payload.phones),
        tag_ids=payload.tag_ids,
        custom=payload.custom,
    )
    return versioned(response, _answer(request, customer_id))


def _answer(request: ApiRequest, customer_id: int) -> CustomerOut:
    return CustomerOut.of(whole_customer(request.actor, customer_id), request.actor)
