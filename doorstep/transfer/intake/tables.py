"""Which columns an import writes of each table, with the values they have when a row says nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.db import models
from django.db.models import NOT_PROVIDED

from doorstep.activity.models import Entry
from doorstep.clients.models import (
    Client,
    ClientCard,
    ClientPhone,
    ClientSearch,
    ClientTag,
    CustomValue,
    Property,
    PropertyParty,
)
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor


@dataclass(frozen=True, eq=False)
class Columns:
    """A table and the columns written. `empty`: their values by default, as the model says."""

    model: type[models.Model]
    names: tuple[str, ...]
    empty: Mapping[str, Any]

    @classmethod
    def all_of(cls, model: type[models.Model], *, with_id: bool = True) -> "Columns":
        """Every column of the model, the automatic key only `with_id`."""
        fields = [
            field
            for field in model._meta.concrete_fields
            if with_id or not isinstance(field, models.BigAutoField)
        ]
        return cls(
            model,
            tuple(field.attname for field in fields),
            {field.attname: _empty(field) for field in fields},
        )

    def line(self, values: Mapping[str, Any], **more: Any) -> Sequence[Any]:
        """One row's values in the order of the columns; names that are no columns are passed over."""
        return self._pick({**self.empty, **values, **more})  # type: ignore[no-any-return]

    @cached_property
    def _pick(self) -> Any:
        return itemgetter(*self.names)


def _empty(field: "models.Field[Any, Any]") -> Any:
    if field.default is NOT_PROVIDED:
        return "" if isinstance(field, models.CharField | models.TextField) else None
    # Moments differ from row to row: the writer gives them.
    return field.default if not callable(field.default) else ({} if field.default is dict else None)


CLIENT = Columns.all_of(Client)
CUSTOMER = Columns.all_of(Customer)
PLACE_WITH_ID = Columns.all_of(Property)
CARD = Columns.all_of(ClientCard)
ENTRY = Columns(
    Entry,
    (
        "workspace_id",
        "at",
        "kind",
        "actor_id",
        "actor_name",
        "via",
        "client_id",
        "subject_kind",
        "subject_id",
        "data",
    ),
    {},
)
_PHONE = ("workspace_id", "client_id", "contact_id", "kind", "typed", "e164", "extension", "position")
PHONE = Columns(ClientPhone, _PHONE, {})
PHONE_WITH_ID = Columns(ClientPhone, ("id", *_PHONE), {})
TAG = Columns(ClientTag, ("workspace_id", "client_id", "tag_id"), {})
PARTY = Columns(PropertyParty, ("workspace_id", "property_id", "role", "name", "phone", "email"), {})
SEARCH = Columns(ClientSearch, ("client_id", "workspace_id", "sort_name", "text"), {})
CUSTOM_VALUE = Columns(CustomValue, ("workspace_id", "field_id", "client_id", "text", "number"), {})


def entry(actor: Actor, kind: str, run_id: int, number: int, pk: int, now: datetime) -> Sequence[Any]:
    """The line of history that says which row of which import made or changed the customer."""
    data = {"run": run_id, "row": number}
    who = (actor.membership_id, actor.name, actor.via)
    return (actor.workspace_id, now, kind, *who, pk, "customers.customer", pk, data)
