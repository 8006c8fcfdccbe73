"""The wide rows behind a page of cards: two or three statements, however many rows and columns.

The statement is written out: the ORM takes longer to put it together than the database to answer it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from doorstep.clients.custom_values import PREFIX
from doorstep.clients.facets import Facet, facet, kind_of
from doorstep.core.db import FAR, NEVER
from doorstep.identity.actor import Actor
from doorstep.identity.models import visible_sql
from doorstep.vocabulary.models import CustomField, CustomFieldOption

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


class TagShown(NamedTuple):
    """A tag as lists draw it."""

    name: str
    colour: str


@dataclass(slots=True)
class CustomerRow:
    """One customer as lists and exports show it.

    `values` by column key, raw: money in minor units, days as dates, tags as TagShown, a phone as
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


#: What each row needs whatever its columns: c is the client, s its paying side, k its card.
_BASE = {
    "pk": "c.id",
    "name": "c.name",
    "kind": "c.kind",
    "company": "c.company_name",
    "email": "c.email",
    "archived": "k.archived",
    "dormant": "k.dormant",
    "facets": "k.facets",
    "flagged_on": "k.flagged_on",
    "due_back_on": "k.due_back_on",
    "overdue_on": "k.overdue_on",
    "last_visit": "k.last_visit_on",
    "balance": "k.open_balance_cents",
    "flag_reason": "s.follow_up_reason",
    "flagged_for": "s.follow_up_on",
}
#: What else a column reads.
_READ: Mapping[str, Mapping[str, str]] = {
    "type": {"type": "t.name"},
    "account": {"account": "a.name"},
    "assigned": {"assigned": "coalesce(nullif(u.name, ''), u.email)"},
    "source": {"source": "o.name"},
    "reference": {"reference": "c.external_id"},
    "phone": {"phone": "({phone})"},
    "address": {"line1": "h.line1", "town": "h.town", "county": "h.county", "postcode": "h.postcode"},
    "city": {"town": "h.town"},
    "jobs": {"jobs": "k.jobs_count"},
    "invoices": {"invoices": "k.invoice_count"},
    "recent": {"recent": "k.recent_revenue_cents"},
    "revenue": {"revenue": "k.lifetime_revenue_cents"},
    "last_job": {"last_job": "k.last_job_on"},
    "last_invoice": {"last_invoice": "k.last_invoice_on"},
    "last_payment": {"last_payment": "k.last_payment_on"},
    "created": {"created": "k.created_on"},
}
# In one value: PostgreSQL would read the whole table to join the first of each client's.
_FIRST_PHONE = """SELECT {array}(e164, typed, extension) FROM clients_clientphone
WHERE client_id = c.id AND contact_id IS NULL ORDER BY position, id LIMIT 1"""
_ARRAY = {"postgresql": "jsonb_build_array", "sqlite": "json_array"}
_PLACE = "LEFT JOIN clients_property h ON h.client_id = c.id AND h.is_primary"
#: What has to be joined for a column.
_JOINS = {
    "type": "JOIN customers_customertype t ON t.id = s.type_id",
    "account": "LEFT JOIN customers_account a ON a.id = s.account_id",
    "assigned": "LEFT JOIN identity_membership m ON m.id = c.assigned_to_id"
    " LEFT JOIN identity_user u ON u.id = m.user_id",
    "source": "LEFT JOIN vocabulary_source o ON o.id = c.source_id",
    "address": _PLACE,
    "city": _PLACE,
}
#: Columns whose value is none of what was read, or just that of _BASE.
_MADE = {"tags", "status", "company", "email", "balance", "last_visit"}
_SELECT = """
SELECT {columns} FROM clients_client c JOIN customers_customer s ON s.client_id = c.id
LEFT JOIN clients_clientcard k ON k.client_id = c.id {joins} WHERE c.id IN ({ids}) AND {visible}
"""


def customer_rows(actor: Actor, ids: Sequence[int], columns: Iterable[str]) -> list[CustomerRow]:
    """The rows of these customers in the order of `ids`, with the values of the columns of these keys.

    Those the actor may not see are left out. One statement, one more for tags, one more for own fields.
    """
    wanted = list(dict.fromkeys(columns))
    keys = [key for key in wanted if key in _READ or key in _MADE]
    own = [key.removeprefix(PREFIX) for key in wanted if key.startswith(PREFIX)]
    raw = _raw(actor, ids, keys, with_own=bool(own))
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


def _raw(
    actor: Actor, ids: Sequence[int], keys: Sequence[str], *, with_own: bool
) -> dict[int, dict[str, Any]]:
    """What the statement finds, by key of the customer."""
    if not ids:
        return {}
    read = dict(_BASE)
    for key in keys:
        read |= _READ.get(key, {})
    if with_own:
        read["custom"] = "c.custom"
    visible, params = visible_sql(actor, "c")
    statement = _SELECT.format(
        columns=", ".join(read.values()).format(phone=_FIRST_PHONE.format(array=_ARRAY[connection.vendor])),
        joins=" ".join(dict.fromkeys(_JOINS[key] for key in keys if key in _JOINS)),
        ids=", ".join(["%s"] * len(ids)),
        visible=visible,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*ids, *params])
        rows = [dict(zip(read, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        # SQLite has text for each of them; PostgreSQL's JSON comes as Django wants it, which is text.
        for name in ("facets", "custom", "phone"):
            if isinstance(row.get(name), str):
                row[name] = json.loads(row[name])
    return {row["pk"]: row for row in rows}


def _row(raw: Mapping[str, Any]) -> CustomerRow:
    facts = FollowUpFacts(
        flagged_on=raw["flagged_on"] or FAR,
        flag_reason=raw["flag_reason"],
        flagged_for=raw["flagged_for"],
        due_back_on=raw["due_back_on"] or FAR,
        overdue_on=raw["overdue_on"] or FAR,
        last_visit_on=raw["last_visit"] or NEVER,
        open_balance_cents=raw["balance"] or 0,
    )
    return CustomerRow(
        pk=raw["pk"],
        name=raw["name"],
        kind=raw["kind"],
        company=raw["company"],
        email=raw["email"],
        archived=bool(raw["archived"]),
        dormant=bool(raw["dormant"]),
        follow_up=facts,
    )


def _value(key: str, raw: Mapping[str, Any], tags: Mapping[int, TagShown]) -> Any:
    if key == "tags":
        return sorted(tags[value] for value in raw["facets"] or () if value in tags)
    if key == "status":
        return "archived" if raw["archived"] else "dormant" if raw["dormant"] else ""
    if key == "phone":
        return dict(zip(("e164", "typed", "extension"), raw[key], strict=True)) if raw[key] else None
    if key == "address":
        return ", ".join(raw[part] for part in _READ["address"] if raw[part])
    if key == "city":
        return raw["town"] or ""
    return None if raw[key] == NEVER else raw[key]


def _tags_of(actor: Actor, raw: Iterable[Mapping[str, Any]]) -> dict[int, TagShown]:
    """The tags on these rows, by facet."""
    facets = {value for row in raw for value in row["facets"] or () if kind_of(value) == Facet.TAG}
    if not facets:
        return {}
    marks = ", ".join(["%s"] * len(facets))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, name, colour FROM vocabulary_tag WHERE workspace_id = %s AND id IN ({marks})",  # noqa: S608  # marks only
            [actor.workspace_id, *(value & _ID for value in facets)],
        )
        return {facet(Facet.TAG, pk): TagShown(name, colour) for pk, name, colour in cursor.fetchall()}


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
