"""What the edit form showed when it was opened, so that rival edits are merged and not overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from doorstep.clients.models import ClientPhone, Property
from doorstep.core.postal import postcode_key
from doorstep.customers.fields import CLIENT_FIELDS, CUSTOMER_FIELDS
from doorstep.customers.models import Customer
from doorstep.customers.web.form_fields import ADDRESS, REFERENCES, read_json


def stored_values(
    customer: Customer, phones: Sequence[ClientPhone], tag_ids: Sequence[int], place: Property | None
) -> dict[str, Any]:
    """Everything the form shows, by the names that the actions and their clashes use."""
    values = {name: getattr(customer.client, name) for name in CLIENT_FIELDS}
    values |= {name: getattr(customer, name) for name in CUSTOMER_FIELDS}
    values |= {f"custom.{key}": value for key, value in customer.client.custom.items()}
    values["phones"] = [[phone.kind, phone.typed, phone.e164] for phone in phones]
    values["tags"] = sorted(tag_ids)
    if place:
        values |= {name: getattr(place, name) for name in ADDRESS}
    return values


def initial_of(values: dict[str, Any]) -> dict[str, Any]:
    """The same under the names of the form's fields."""
    initial = {name: value for name, value in values.items() if not name.startswith("custom.")}
    initial |= {name: values[column] for name, column in REFERENCES.items()}
    initial["tags"] = [str(pk) for pk in values["tags"]]
    initial["different_billing"] = bool(values["billing_line1"])
    return initial


@dataclass(frozen=True, slots=True)
class Seen:
    """The values the form showed, brought up to date by the choices that were made about clashes.

    `theirs`: what somebody else had saved; `chosen`: "mine" or "theirs" for some of these.
    """

    values: dict[str, Any]
    theirs: dict[str, Any] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)

    @classmethod
    def posted(cls, posted: QueryDict) -> "Seen":
        """As the form carried it along."""
        values, theirs = (read_json(str(posted.get(name, ""))) for name in ("seen", "theirs"))
        chosen = {name: str(posted.get(f"keep.{name}", "")) for name in theirs}
        return cls(values, theirs, {name: one for name, one in chosen.items() if one in {"mine", "theirs"}})

    @property
    def now(self) -> dict[str, Any]:
        """To merge against: where somebody chose their own value, they have seen the other's."""
        values = {
            **self.values,
            **{name: self.theirs[name] for name, one in self.chosen.items() if one == "mine"},
        }
        if "postcode" in values:
            key = postcode_key(str(values.get("country") or ""), str(values["postcode"]))
            values["postcode_key"] = key[:16]
        return values

    @property
    def left(self) -> set[str]:
        """The fields for which the other's value was chosen: they are not written."""
        return {name for name, one in self.chosen.items() if one == "theirs"}
