"""REST: tags."""

from typing import Annotated, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status

from doorstep.clients.actions.tags import delete_tag as delete_tag_everywhere
from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.rest import ApiRequest, Page, Router, created, unchanged, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Id, Input, OneOf, Record, Text
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary.actions import tags as actions
from doorstep.vocabulary.models import Tag

router = Router("Tags")
Colour = Annotated[str, OneOf(Tag.Colour)]


class TagOut(Record):
    """A label on customers. Names are case-sensitive."""

    path: ClassVar = "/tags/{id}"

    name: str
    colour: str

    @classmethod
    def of(cls, row: Tag) -> Self:
        """The answer for a row."""
        return cls(id=row.pk, name=row.name, colour=row.colour)


class TagIn(Input):
    """`although_similar`: make it although another differs only in case or accents."""

    name: Text
    colour: Colour = "grey"
    although_similar: bool = False


class TagChange(Input):
    """What is left out stays."""

    name: Text = LEFT_OUT
    colour: Colour = LEFT_OUT
    although_similar: bool = False


@router.get("/tags", needs=VIEW_CUSTOMERS, answer=Page[TagOut])
def list_tags(request: ApiRequest, limit: Limit = 50, cursor: CursorText = "") -> Page[TagOut]:
    """List the tags."""
    rows = Tag.objects.visible_to(request.actor)
    return page_of_shapes(TagOut, TagOut.of, rows, cursor=cursor, limit=limit)


@router.post("/tags", needs=MANAGE_SETTINGS, answer=TagOut, status=201)
def create_tag(request: ApiRequest, response: HttpResponse, payload: TagIn) -> Status[TagOut]:
    """Create a tag.

    A name that differs from another only in case or accents is refused with `details.near_miss`.
    """
    tag = actions.create_tag(actor=request.actor, **payload.model_dump())
    return created(response, TagOut.of(tag))


@router.get("/tags/{tag_id}", needs=VIEW_CUSTOMERS, answer=TagOut)
def get_tag(request: ApiRequest, response: HttpResponse, tag_id: Id) -> TagOut:
    """Get a tag."""
    return versioned(response, TagOut.of(Tag.objects.visible_to(request.actor).get(pk=tag_id)))


@router.patch("/tags/{tag_id}", needs=MANAGE_SETTINGS, answer=TagOut)
def update_tag(request: ApiRequest, response: HttpResponse, tag_id: Id, payload: TagChange) -> TagOut:
    """Rename or recolour a tag, wherever it is."""
    with unchanged(request, Tag.objects.visible_to(request.actor), tag_id, TagOut, payload):
        tag = actions.update_tag(actor=request.actor, tag_id=tag_id, **payload.given())
    return versioned(response, TagOut.of(tag))


@router.delete("/tags/{tag_id}", needs=MANAGE_SETTINGS)
def delete_tag(request: ApiRequest, tag_id: Id) -> Status[None]:
    """Delete a tag and take it off everybody who has it."""
    delete_tag_everywhere(actor=request.actor, tag_id=tag_id)
    return Status(204, None)
