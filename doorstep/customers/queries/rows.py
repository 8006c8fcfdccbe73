"""The wide rows behind a page of cards: two or three statements, however many rows and columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, F, JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

from doorstep.clients.custom_values import PREFIX
from doorstep.clients.facets import Facet, kind_of
from doorstep.clients.models import Client, ClientPhone, Property
from doorstep.core.db import FAR, NEVER
from doorstep.identity.actor import Actor
from doorstep.vocabulary.models import CustomField, CustomFieldOption, Tag

_ID = (1 << 26) - 1


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """What suggests a follow-up; days are FAR where nothing does."""

    flagged_on: date
    flag_reason: str
    flagged_for: date | None
    due_back_on: date
    overdue_on: date
    last_visit_on: date
    open_balance_cents: int


@dataclass(slots=True)
class CustomerRow:
    """One customer as lists and exports show it.

    `values` by column key, raw: money in minor units, days as dates, tags as Tag rows, a phone as
    {"e164", "typed", "extension"}; None or "" where there is nothing.
    """

    pk: int
    name: str
    kind: str
    company: str
    email: str
    archived: bool
    dormant: bool
    follow_up: FollowUpFacts
    values: dict[str, Any] = field(default_factory=dict)


_BASE = {
    "card__archived",
    "card__dormant",
    "card__facets",
    "card__flagged_on",
    "card__due_back_on",
    "card__overdue_on",
    "card__last_visit_on",
    "card__open_balance_cents",
    "customer__follow_up_reason",
    "customer__follow_up_on",
    "pk",
    "name",
    "kind",
    "company_name",
    "email",
}
#: Column -> the path its value is read from.
_PATHS = {
    "company": "company_name",
    "email": "email",
    "type": "customer__type__name",
    "account": "customer__account__name",
    "assigned": "assigned_name",
    "source": "source__name",
    "reference": "external_id",
    "phone": "first_phone",
    "address": "place",
    "city": "place",
    "jobs": "card__jobs_count",
    "invoices": "card__invoice_count",
    "recent": "card__recent_revenue_cents",
    "revenue": "card__lifetime_revenue_cents",
    "balance": "card__open_balance_cents",
    "last_visit": "card__last_visit_on",
    "last_job": "card__last_job_on",
    "last_invoice": "card__last_invoice_on",
    "last_payment": "card__last_payment_on",
    "created": "card__created_on",
}


def _assigned_name() -> Any:
    user = "assigned_to__user"
    named = NullIf(F(f"{user}__name"), Value(""))
    return Coalesce(named, F(f"{user}__email"), output_field=CharField())


def _first_phone() -> Any:
    phones = ClientPhone.objects.filter(client=OuterRef("pk"), contact=None).order_by("position", "pk")
    packed = JSONObject(e164="e164", typed="typed", extension="extension")
    return Subquery(phones.values(packed=packed)[:1], output_field=JSONField())


def _place() -> Any:
    places = Property.objects.filter(client=OuterRef("pk"), is_primary=True)
    packed = JSONObject(line1="line1", town="town", county="county", postcode="postcode")
    return Subquery(places.values(packed=packed)[:1], output_field=JSONField())


#: What is not a plain column: made when a column asks for it.
_MADE: Mapping[str, Callable[[], Any]] = {
    "assigned_name": _assigned_name,
    "first_phone": _first_phone,
    "place": _place,
}


def customer_rows(actor: Actor, ids: Sequence[int], columns: Iterable[str]) -> list[CustomerRow]:
    """The rows of these customers in the order of `ids`, with the values of the columns of these keys.

    Those the actor may not see are left out. One statement, one more for tags, one more for own fields.
    """
    keys = [key for key in dict.fromkeys(columns) if key in _PATHS or key in {"tags", "status"}]
    own = [key.removeprefix(PREFIX) for key in dict.fromkeys(columns) if key.startswith(PREFIX)]
    paths = _BASE | {_PATHS[key] for key in keys if key in _PATHS} | ({"custom"} if own else set())
    raw = {row["pk"]: row for row in _select(actor, ids, paths)}
    tags = _tags_of(actor, raw.values()) if "tags" in keys else {}
    labels = _labels(actor, own)
    found = []
    for pk in ids:
        if pk in raw:
            row = _row(raw[pk])
            row.values = {key: _value(key, raw[pk], tags) for key in keys}
            custom = raw[pk].get("custom", {})
            row.values |= {f"{PREFIX}{key}": _own_value(key, custom.get(key), labels) for key in own}
            found.append(row)
    return found


def _select(actor: Actor, ids: Sequence[int], paths: set[str]) -> "QuerySet[Any, dict[str, Any]]":
    made = {name: make() for name, make in _MADE.items() if name in paths}
    clients = Client.objects.visible_to(actor).filter(pk__in=ids, customer__isnull=False)
    rows: QuerySet[Any, dict[str, Any]] = clients.annotate(**made).values(*sorted(paths))
    return rows


def _row(raw: Mapping[str, Any]) -> CustomerRow:
    facts = FollowUpFacts(
        flagged_on=raw["card__flagged_on"] or FAR,
        flag_reason=raw["customer__follow_up_reason"],
        flagged_for=raw["customer__follow_up_on"],
        due_back_on=raw["card__due_back_on"] or FAR,
        overdue_on=raw["card__overdue_on"] or FAR,
        last_visit_on=raw["card__last_visit_on"] or NEVER,
        open_balance_cents=raw["card__open_balance_cents"] or 0,
    )
    return CustomerRow(
        pk=raw["pk"],
        name=raw["name"],
        kind=raw["kind"],
        company=raw["company_name"],
        email=raw["email"],
        archived=bool(raw["card__archived"]),
        dormant=bool(raw["card__dormant"]),
        follow_up=facts,
    )


def _value(key: str, raw: Mapping[str, Any], tags: Mapping[int, Tag]) -> Any:
    if key == "tags":
        return sorted((tags[pk] for pk in _tag_ids(raw) if pk in tags), key=lambda tag: tag.name)
    if key == "status":
        return "archived" if raw["card__archived"] else "dormant" if raw["card__dormant"] else ""
    value = raw[_PATHS[key]]
    if key in {"address", "city"}:
        place = value or {}
        town = place.get("town", "")
        parts = (place.get(part, "") for part in ("line1", "town", "county", "postcode"))
        return town if key == "city" else ", ".join(part for part in parts if part)
    return None if value == NEVER else value


def _tag_ids(raw: Mapping[str, Any]) -> list[int]:
    return [facet & _ID for facet in raw["card__facets"] or () if kind_of(facet) == Facet.TAG]


def _tags_of(actor: Actor, raw: Iterable[Mapping[str, Any]]) -> dict[int, Tag]:
    ids = {pk for row in raw for pk in _tag_ids(row)}
    return Tag.objects.visible_to(actor).in_bulk(ids) if ids else {}


def _labels(actor: Actor, own: Sequence[str]) -> dict[tuple[str, str], str]:
    """(field key, option key) -> label of the options of these fields."""
    if not own:
        return {}
    fields = CustomField.objects.visible_to(actor).filter(on=CustomField.On.CUSTOMER, key__in=own)
    options = CustomFieldOption.objects.filter(field__in=fields)
    return {(key, option): label for key, option, label in options.values_list("field__key", "key", "label")}


def _own_value(key: str, value: Any, labels: Mapping[tuple[str, str], str]) -> Any:
    if isinstance(value, list):
        return [labels.get((key, one), one) for one in value]
    return labels.get((key, value), value) if isinstance(value, str) else value
