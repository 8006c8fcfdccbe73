"""REST: calls, visits and messages that took place."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status
from pydantic import Field

from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.rest import ApiRequest, Page, Router, created, if_match, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Id, Input, Moment, OneOf, Record, Text
from doorstep.notes.actions import touchpoints as actions
from doorstep.notes.models import Interaction
from doorstep.notes.permissions import WRITE_NOTES

router = Router("Interactions")

_Kind = Annotated[str, OneOf(Interaction.Kind)]
_Direction = Annotated[str, OneOf(Interaction.Direction, "")]
_Minutes = Annotated[int, Field(ge=1, le=1440)]


class InteractionOut(Record):
    """A call, a visit or a message. `direction`: who began, "" where nobody did."""

    path: ClassVar = "/interactions/{id}"

    customer_id: int
    kind: str
    direction: str
    happened_at: datetime
    minutes: int | None
    text: str
    created_by_id: int | None
    created_at: datetime
    version: int

    @classmethod
    def of(cls, row: Interaction) -> Self:
        """The answer for a row."""
        names = cls.model_fields.keys() - {"id", "customer_id"}
        return cls(id=row.pk, customer_id=row.client_id, **{name: getattr(row, name) for name in names})


class InteractionChange(Input):
    """What is left out stays."""

    kind: _Kind = LEFT_OUT
    direction: _Direction = LEFT_OUT
    happened_at: Moment = LEFT_OUT
    minutes: _Minutes | None = LEFT_OUT
    text: Text = LEFT_OUT


class InteractionIn(InteractionChange):
    """`happened_at`: now when it is left out; never in the future."""

    customer_id: Id
    kind: _Kind


def _fields(payload: InteractionChange) -> Any:
    return {name: value for name, value in payload.given().items() if name != "customer_id"}


@router.get("/interactions", needs=VIEW_CUSTOMERS, answer=Page[InteractionOut])
def list_interactions(
    request: ApiRequest, limit: Limit = 50, cursor: CursorText = "", customer_id: Id | None = None
) -> Page[InteractionOut]:
    """List what was logged, those logged last first.

    `customer_id`: only those with one customer.
    """
    rows = Interaction.objects.visible_to(request.actor)
    rows = rows if customer_id is None else rows.filter(client_id=customer_id)
    return page_of_shapes(
        InteractionOut, InteractionOut.of, rows, cursor=cursor, limit=limit, newest_first=True
    )


@router.post("/interactions", needs=WRITE_NOTES, answer=InteractionOut, status=201)
def create_interaction(
    request: ApiRequest, response: HttpResponse, payload: InteractionIn
) -> Status[InteractionOut]:
    """Log a call, a visit or a message."""
    row = actions.log_interaction(actor=request.actor, client_id=payload.customer_id, fields=_fields(payload))
    return created(response, InteractionOut.of(row))


@router.get("/interactions/{interaction_id}", needs=VIEW_CUSTOMERS, answer=InteractionOut)
def get_interaction(request: ApiRequest, response: HttpResponse, interaction_id: Id) -> InteractionOut:
    """Get what was logged."""
    row = Interaction.objects.visible_to(request.actor).get(pk=interaction_id)
    return versioned(response, InteractionOut.of(row))


@router.patch("/interactions/{interaction_id}", needs=WRITE_NOTES, answer=InteractionOut)
def update_interaction(
    request: ApiRequest, response: HttpResponse, interaction_id: Id, payload: InteractionChange
) -> InteractionOut:
    """Put right what was logged."""
    row = actions.update_interaction(
        actor=request.actor,
        interaction_id=interaction_id,
        version=if_match(request),
        fields=_fields(payload),
    )
    return versioned(response, InteractionOut.of(row))


@router.delete("/interactions/{interaction_id}", needs=WRITE_NOTES)
def delete_interaction(request: ApiRequest, interaction_id: Id) -> Status[None]:
    """Delete what was logged; for 30 days it can be restored."""
    actions.delete_interaction(actor=request.actor, interaction_id=interaction_id)
    return Status(204, None)


@router.post("/interactions/{interaction_id}/restore", needs=WRITE_NOTES, answer=InteractionOut)
def restore_interaction(request: ApiRequest, response: HttpResponse, interaction_id: Id) -> InteractionOut:
    """Bring back what was deleted."""
    row = actions.restore_interaction(actor=request.actor, interaction_id=interaction_id)
    return versioned(response, InteractionOut.of(row))
