"""The fields of a customer as doors know them, whichever table they stand in, and the rules they obey."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django.db import models
from django.utils.translation import gettext as _

from doorstep.clients.models import Client
from doorstep.core.emails import read_email
from doorstep.core.errors import RuleBroken
from doorstep.customers.models import Account, Customer, CustomerType
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.vocabulary.models import Source


class CustomerFields(TypedDict, total=False):
    """Everything of a customer that is one value; phones, tags, custom values and places go apart."""

    title: str
    first_name: str
    last_name: str
    company_name: str
    email: str
    assigned_to_id: int | None
    source_id: int | None
    accepts_email: bool
    accepts_sms: bool
    accepts_calls: bool
    accepts_post: bool
    accepts_marketing: bool
    internal_notes: str
    customer_notes: str
    external_id: str
    type_id: int
    account_id: int | None
    sold_by_id: int | None
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
    after_sales: bool


def _columns(model: type[models.Model]) -> frozenset[str]:
    names = {field.attname for field in model._meta.concrete_fields}
    return frozenset(names & CustomerFields.__annotations__.keys())


CLIENT_FIELDS = _columns(Client)
CUSTOMER_FIELDS = _columns(Customer)

#: Which rows of the workspace a reference may name.
_REFERENCES: dict[str, tuple[type[Any], str]] = {
    "type_id": (CustomerType, "type"),
    "account_id": (Account, "account"),
    "source_id": (Source, "source"),
    "assigned_to_id": (Membership, "assigned_to"),
    "sold_by_id": (Membership, "sold_by"),
}


def clean_fields(actor: Actor, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The given fields checked one by one: texts stripped and within length, references in the workspace.

    An e-mail brings its `email_key` along. Raises RuleBroken with `field`.
    """
    cleaned: dict[str, Any] = {}
    for name, value in fields.items():
        if name in _REFERENCES:
            _check_reference(actor, name, value)
            cleaned[name] = value
        elif name in CLIENT_FIELDS or name in CUSTOMER_FIELDS:
            cleaned[name] = _clean_value(name, value)
        else:
            raise RuleBroken(_("There is no such field."), field=name)
    if "email" in cleaned:
        cleaned |= _clean_email(cleaned["email"])
    return cleaned


def _clean_email(typed: str) -> dict[str, str]:
    if not typed:
        return {"email": "", "email_key": ""}
    try:
        email = read_email(typed)
    except ValueError as error:
        raise RuleBroken(str(error), field="email") from error
    return {"email": email.address, "email_key": email.key}


def _clean_value(name: str, value: Any) -> Any:
    model: type[models.Model] = Client if name in CLIENT_FIELDS else Customer
    column = model._meta.get_field(name)
    if isinstance(value, str):
        value = value.replace("\x00", "").strip()
        longest = getattr(column, "max_length", None)
        if longest and len(value) > longest:
            raise RuleBroken(_("At most %(count)d characters fit here.") % {"count": longest}, field=name)
    choices = getattr(column, "choices", None)
    if choices and value and value not in dict(choices):
        raise RuleBroken(_("“%(value)s” is not one of the choices.") % {"value": value}, field=name)
    return value


def _check_reference(actor: Actor, name: str, value: int | None) -> None:
    if value is None:
        if name == "type_id":
            raise RuleBroken(_("Choose the type of customer."), field="type")
        return
    model, field = _REFERENCES[name]
    rows = model.objects.filter(workspace_id=actor.workspace_id, pk=value)
    if model is Membership:
        rows = rows.filter(ended_at=None)
    if not rows.exists():
        raise RuleBroken(_("That choice is not in this workspace any more."), field=field)


def check_names(kind: str, values: Mapping[str, Any]) -> None:
    """A private customer needs a surname, a company a business name. Raises RuleBroken with `field`."""
    if kind == Client.Kind.PERSON and not values.get("last_name"):
        raise RuleBroken(_("Enter the last name."), field="last_name")
    if kind == Client.Kind.COMPANY and not values.get("company_name"):
        raise RuleBroken(_("Enter the business name."), field="company_name")


def display_name(kind: str, values: Mapping[str, Any]) -> str:
    """What the customer is called in lists: the business's name, or first and last name."""
    person = " ".join(filter(None, (values.get("first_name", ""), values.get("last_name", ""))))
    company = values.get("company_name", "")
    return ((company or person) if kind == Client.Kind.COMPANY else (person or company))[:200]
