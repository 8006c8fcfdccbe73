"""REST: custom fields and their choices."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status
from pydantic import Field

from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.rest import ApiRequest, Page, Router, created, unchanged, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Id, Input, OneOf, Output, Record, Text
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary.actions import custom_fields as actions
from doorstep.vocabulary.actions import options
from doorstep.vocabulary.models import CustomField, CustomFieldOption

router = Router("Custom fields")
Kind = Annotated[str, OneOf(CustomField.Kind)]


class OptionOut(Output):
    """One choice of a choice field. Records keep its `key`, so its label may change."""

    id: int
    key: str
    label: str
    archived_at: datetime | None


class CustomFieldOut(Record):
    """A field of the workspace's own. Values stand under its `key` in a record's `custom`."""

    path: ClassVar = "/custom-fields/{id}"

    on: str
    key: str
    label: str
    kind: str
    required: bool
    position: int
    archived_at: datetime | None
    options: list[OptionOut]

    @classmethod
    def of(cls, row: CustomField) -> Self:
        """The answer for a row."""
        return cls(
            id=row.pk,
            on=row.on,
            key=row.key,
            label=row.label,
            kind=row.kind,
            required=row.required,
            position=row.position,
            archived_at=row.archived_at,
            options=[
                OptionOut(id=one.pk, key=one.key, label=one.label, archived_at=one.archived_at)
                for one in row.options.all()
            ],
        )


class CustomFieldIn(Input):
    """`options`: the labels of a choice field."""

    on: Annotated[str, OneOf(CustomField.On)]
    label: Text
    kind: Kind
    required: bool = False
    options: Annotated[list[Text], Field(max_length=200)] = []


class CustomFieldChange(Input):
    """What is left out stays. The kind can change as long as no record has a value."""

    label: Text = LEFT_OUT
    required: bool = LEFT_OUT
    kind: Kind = LEFT_OUT


class OptionIn(Input):
    """A choice."""

    label: Text


def _rows(request: ApiRequest) -> Any:
    return CustomField.objects.visible_to(request.actor).prefetch_related("options")


def _answer(request: ApiRequest, response: HttpResponse, field_id: int) -> CustomFieldOut:
    return versioned(response, CustomFieldOut.of(_rows(request).get(pk=field_id)))


@router.get("/custom-fields", needs=VIEW_CUSTOMERS, answer=Page[CustomFieldOut])
def list_custom_fields(
    request: ApiRequest, limit: Limit = 50, cursor: CursorText = ""
) -> Page[CustomFieldOut]:
    """List the custom fields with their choices, archived ones too."""
    return page_of_shapes(CustomFieldOut, CustomFieldOut.of, _rows(request), cursor=cursor, limit=limit)


@router.post("/custom-fields", needs=MANAGE_SETTINGS, answer=CustomFieldOut, status=201)
def create_custom_field(
    request: ApiRequest, response: HttpResponse, payload: CustomFieldIn
) -> Status[CustomFieldOut]:
    """Create a custom field; its key comes from the label."""
    field = actions.create_custom_field(actor=request.actor, **payload.model_dump())
    return created(response, CustomFieldOut.of(field))


@router.get("/custom-fields/{field_id}", needs=VIEW_CUSTOMERS, answer=CustomFieldOut)
def get_custom_field(request: ApiRequest, response: HttpResponse, field_id: Id) -> CustomFieldOut:
    """Get a custom field with its choices."""
    return _answer(request, response, field_id)


@router.patch("/custom-fields/{field_id}", needs=MANAGE_SETTINGS, answer=CustomFieldOut)
def update_custom_field(
    request: ApiRequest, response: HttpResponse, field_id: Id, payload: CustomFieldChange
) -> CustomFieldOut:
    """Change a custom field; its key stays."""
    with unchanged(request, _rows(request), field_id, CustomFieldOut, payload):
        actions.update_custom_field(actor=request.actor, field_id=field_id, **payload.given())
    return _answer(request, response, field_id)


@router.post("/custom-fields/{field_id}/archive", needs=MANAGE_SETTINGS, answer=CustomFieldOut)
def archive_custom_field(request: ApiRequest, response: HttpResponse, field_id: Id) -> CustomFieldOut:
    """Show a custom field no more; its values are kept."""
    actions.archive_custom_field(actor=request.actor, field_id=field_id)
    return _answer(request, response, field_id)


@router.post("/custom-fields/{field_id}/restore", needs=MANAGE_SETTINGS, answer=CustomFieldOut)
def restore_custom_field(request: ApiRequest, response: HttpResponse, field_id: Id) -> CustomFieldOut:
    """Show an archived custom field again, with the values it had."""
    actions.restore_custom_field(actor=request.actor, field_id=field_id)
    return _answer(request, response, field_id)


@router.post("/custom-fields/{field_id}/options", needs=MANAGE_SETTINGS, answer=CustomFieldOut)
def add_option(
    request: ApiRequest, response: HttpResponse, field_id: Id, payload: OptionIn
) -> CustomFieldOut:
    """Add a choice to a choice field."""
    options.add_option(actor=request.actor, field_id=field_id, label=payload.label)
    return _answer(request, response, field_id)


@router.put("/custom-field-options/{option_id}", needs=MANAGE_SETTINGS, answer=CustomFieldOut)
def rename_option(
    request: ApiRequest, response: HttpResponse, option_id: Id, payload: OptionIn
) -> CustomFieldOut:
    """Rename a choice, wherever it was chosen; its key stays."""
    option = options.rename_option(actor=request.actor, option_id=option_id, label=payload.label)
    return _answer(request, response, option.field_id)


@router.post("/custom-field-options/{option_id}/archive", needs=MANAGE_SETTINGS, answer=CustomFieldOut)
def archive_option(request: ApiRequest, response: HttpResponse, option_id: Id) -> CustomFieldOut:
    """Offer a choice no more; who has it keeps it."""
    option: CustomFieldOption = options.archive_option(actor=request.actor, option_id=option_id)
    return _answer(request, response, option.field_id)


@router.post("/custom-field-options/{option_id}/restore", needs=MANAGE_SETTINGS, answer=CustomFieldOut)
def restore_option(request: ApiRequest, response: HttpResponse, option_id: Id) -> CustomFieldOut:
    """Offer an archived choice again."""
    option: CustomFieldOption = options.restore_option(actor=request.actor, option_id=option_id)
    return _answer(request, response, option.field_id)
