"""REST: accounts, customers under one billing umbrella."""

from datetime import datetime
from typing import ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status

from doorstep.core.rest import ApiRequest, Page, Router, created, if_match, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Id, Input, Record, Text
from doorstep.customers.actions import accounts as actions
from doorstep.customers.models import Account
from doorstep.customers.permissions import MANAGE_CUSTOMERS, VIEW_CUSTOMERS

router = Router("Accounts")


class AccountOut(Record):
    """Customers under one billing umbrella. Its customers: `GET /customers?account=<id>`."""

    path: ClassVar = "/accounts/{id}"

    name: str
    notes: str
    archived_at: datetime | None
    created_at: datetime
    version: int

    @classmethod
    def of(cls, row: Account) -> Self:
        """The answer for a row."""
        return cls(id=row.pk, **{name: getattr(row, name) for name in cls.model_fields.keys() - {"id"}})


class AccountIn(Input):
    """An account."""

    name: Text
    notes: Text = ""


class AccountChange(Input):
    """What is left out stays."""

    name: Text = LEFT_OUT
    notes: Text = LEFT_OUT


@router.get("/accounts", needs=VIEW_CUSTOMERS, answer=Page[AccountOut])
def list_accounts(request: ApiRequest, limit: Limit = 50, cursor: CursorText = "") -> Page[AccountOut]:
    """List the accounts, archived ones too."""
    rows = Account.objects.visible_to(request.actor)
    return page_of_shapes(AccountOut, AccountOut.of, rows, cursor=cursor, limit=limit)


@router.post("/accounts", needs=MANAGE_CUSTOMERS, answer=AccountOut, status=201)
def create_account(request: ApiRequest, response: HttpResponse, payload: AccountIn) -> Status[AccountOut]:
    """Create an account."""
    row = actions.create_account(actor=request.actor, name=payload.name, notes=payload.notes)
    return created(response, AccountOut.of(row))


@router.get("/accounts/{account_id}", needs=VIEW_CUSTOMERS, answer=AccountOut)
def get_account(request: ApiRequest, response: HttpResponse, account_id: Id) -> AccountOut:
    """Get an account."""
    return versioned(response, AccountOut.of(Account.objects.visible_to(request.actor).get(pk=account_id)))


@router.patch("/accounts/{account_id}", needs=MANAGE_CUSTOMERS, answer=AccountOut)
def update_account(
    request: ApiRequest, response: HttpResponse, account_id: Id, payload: AccountChange
) -> AccountOut:
    """Rename an account or change its notes."""
    row = actions.update_account(
        actor=request.actor, account_id=account_id, version=if_match(request), **payload.given()
    )
    return versioned(response, AccountOut.of(row))


@router.post("/accounts/{account_id}/archive", needs=MANAGE_CUSTOMERS, answer=AccountOut)
def archive_account(request: ApiRequest, response: HttpResponse, account_id: Id) -> AccountOut:
    """Offer an account no more; its customers stay in it."""
    return versioned(
        response, AccountOut.of(actions.archive_account(actor=request.actor, account_id=account_id))
    )


@router.post("/accounts/{account_id}/restore", needs=MANAGE_CUSTOMERS, answer=AccountOut)
def restore_account(request: ApiRequest, response: HttpResponse, account_id: Id) -> AccountOut:
    """Offer an archived account again."""
    return versioned(
        response, AccountOut.of(actions.restore_account(actor=request.actor, account_id=account_id))
    )
