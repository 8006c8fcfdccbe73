"""What a person may say about a file, and the rules it obeys."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from doorstep.clients.fields import clean_columns
from doorstep.clients.models import Property
from doorstep.core.errors import RuleBroken
from doorstep.files.contents import type_named
from doorstep.files.models import StoredFile
from doorstep.files.naming import clean_name, fitting_name
from doorstep.identity.actor import Actor


class FileFields(TypedDict, total=False):
    """`kind`: a StoredFile.Kind value; `property_id`: one of the client's places, None for none."""

    name: str
    description: str
    kind: str
    property_id: int | None


def clean_fields(actor: Actor, client_id: int, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values checked against the columns. Raises RuleBroken with the field."""
    own = {name: value for name, value in fields.items() if name not in {"property_id", "name"}}
    cleaned = clean_columns(StoredFile, FileFields.__annotations__, own)
    if "name" in fields:
        cleaned["name"] = str(fields["name"])
    if "property_id" in fields:
        cleaned["property_id"] = _place(actor, client_id, fields["property_id"])
    return cleaned


def new_name(row: StoredFile, typed: str) -> str:
    """What `row` is called when somebody types this. Raises RuleBroken when nothing is left of it."""
    if not clean_name(typed):
        raise RuleBroken(_("Give the file a name."), field="name")
    return fitting_name(typed, type_named(row.content_type))


def _place(actor: Actor, client_id: int, property_id: int | None) -> int | None:
    if property_id is None:
        return None
    places = Property.objects.visible_to(actor).filter(client_id=client_id)
    if not places.filter(pk=property_id).exists():
        raise RuleBroken(_("This is not a place of this customer."), field="property_id")
    return property_id
