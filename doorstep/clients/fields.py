"""The fields of places, parties and contacts as doors know them, and the rules every one of them obeys."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django.db import models
from django.utils.translation import gettext as _

from doorstep.core.emails import read_email
from doorstep.core.errors import RuleBroken
from doorstep.core.text import clean_cell


class PropertyFields(TypedDict, total=False):
    """What a property has besides its address and custom values."""

    vacant: bool
    dormant: bool
    building_type: str
    access_notes: str
    external_id: str


class ContactFields(TypedDict, total=False):
    """What a contact has besides phone numbers.

    A preference left out is ticked with the address it is for.
    """

    title: str
    first_name: str
    last_name: str
    position: str
    role: str
    email: str
    is_primary: bool
    accepts_email: bool
    accepts_sms: bool
    accepts_calls: bool


def clean_columns(
    model: type[models.Model], known: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """The given values checked against the columns of `model`; `known`: the names that may be given.

    Texts are stripped and must fit; choices must be one of them; an e-mail brings `email_key` along where the
    model has it. Raises RuleBroken with `field`.
    """
    cleaned: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise RuleBroken(_("There is no such field."), field=name)
        cleaned[name] = _clean_value(model._meta.get_field(name), name, value)
    if "email" in cleaned:
        cleaned |= _clean_email(model, cleaned["email"])
    return cleaned


def _clean_value(column: Any, name: str, value: Any) -> Any:
    if isinstance(value, str):
        value = clean_cell(value)
        longest = getattr(column, "max_length", None)
        if longest and len(value) > longest:
            raise RuleBroken(_("At most %(count)d characters fit here.") % {"count": longest}, field=name)
    choices = getattr(column, "choices", None)
    if choices and value not in dict(choices):
        raise RuleBroken(_("“%(value)s” is not one of the choices.") % {"value": value}, field=name)
    return value


def _clean_email(model: type[models.Model], typed: str) -> dict[str, str]:
    address, key = "", ""
    if typed:
        try:
            email = read_email(typed)
        except ValueError as error:
            raise RuleBroken(str(error), field="email") from error
        address, key = email.address, email.key
    has_key = any(field.name == "email_key" for field in model._meta.get_fields())
    return {"email": address, "email_key": key} if has_key else {"email": address}
