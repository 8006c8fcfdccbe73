"""The filter panel: every filter of the list as a field, filled with what is asked for now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from doorstep.clients.custom_values import PREFIX
from doorstep.customers.models import Account, CustomerType
from doorstep.customers.web.list_state import PLACES
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.vocabulary.custom import CustomFields
from doorstep.vocabulary.models import CustomField, Source, Tag

#: A workspace with more accounts than this filters by the account's own page.
_MOST_ACCOUNTS = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: what it sends, what it says, whether it is chosen now."""

    value: str
    label: str | Promise
    chosen: bool
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One filter. `kind`: "many" (checkboxes), "one" (a select), "days", "range", "text" or "switch"."""

    key: str
    label: str | Promise
    kind: str
    choices: list[Choice] = field(default_factory=list)
    value: str = ""
    low: str = ""
    high: str = ""
    presets: list[tuple[str, str, str]] = field(default_factory=list)


def panel_context(params: QueryDict, actor: Actor) -> dict[str, Any]:
    """The fields, and what else of the address must be kept. Seven statements."""
    fields = [*_own_fields(params, actor), *_custom_fields(params, actor)]
    shown = {name for each in fields for name in (each.key, f"{each.key}_from", f"{each.key}_to")}
    kept = [
        (key, value) for key, values in params.lists() if key not in shown | {*PLACES} for value in values
    ]
    return {"fields": fields, "kept": kept}


def _own_fields(params: QueryDict, actor: Actor) -> Iterable[Field]:
    statuses = [("active", _("In use")), ("dormant", _("Dormant")), ("archived", _("Archived"))]
    yield _many(params, "status", _("Status"), statuses)
    yield _many(
        params, "type", _("Type"), _rows(CustomerType.objects.visible_to(actor).filter(archived_at=None))
    )
    tags = Tag.objects.visible_to(actor)
    chosen = set(params.getlist("tag"))
    yield Field(
        "tag",
        _("Tags (all of these)"),
        "many",
        [Choice(str(tag.pk), tag.name, str(tag.pk) in chosen, tag.colour) for tag in tags],
    )
    sources = Source.objects.visible_to(actor).filter(archived_at=None)
    yield _many(params, "source", _("Source"), [*_rows(sources), ("none", _("None"))])
    yield _many(params, "assigned", _("Assigned to"), _members(actor))
    accounts = Account.objects.visible_to(actor).filter(archived_at=None)[: _MOST_ACCOUNTS + 1]
    if rows := _rows(accounts):
        yield _many(params, "account", _("Account"), rows[:_MOST_ACCOUNTS])
    yield _days(params, "last_visit", _("Last visit"), _visit_presets())
    yield _days(params, "created", _("Created"), _created_presets())
    yield _many(params, "balance", _("Money"), [("1", _("Owes money"))])
    yield _many(params, "flagged", _("Follow-up"), [("1", _("Flagged by a member"))])


def _members(actor: Actor) -> list[tuple[str, str]]:
    members = Membership.objects.visible_to(actor).filter(ended_at=None).select_related("user")
    named = sorted((str(member.user), str(member.pk)) for member in members)
    return [("me", _("Me")), *((pk, name) for name, pk in named), ("none", _("Nobody"))]


def _rows(rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(row.pk), str(row)) for row in rows]


def _many(params: QueryDict, key: str, label: str, choices: Iterable[tuple[str, str]]) -> Field:
    chosen = set(params.getlist(key))
    return Field(key, label, "many", [Choice(value, words, value in chosen) for value, words in choices])


def _days(params: QueryDict, key: str, label: str, presets: list[tuple[str, str, str]]) -> Field:
    low, high = params.get(f"{key}_from", ""), params.get(f"{key}_to", "")
    return Field(key, label, "days", low=low, high=high, presets=presets)


def _visit_presets() -> list[tuple[str, str, str]]:
    return [
        (_("Last 30 days"), "-30d", ""),
        (_("6–12 months ago"), "-12m", "-6m"),
        (_("12–24 months ago"), "-24m", "-12m"),
        (_("Over 2 years ago"), "", "-24m"),
    ]


def _created_presets() -> list[tuple[str, str, str]]:
    return [
        (_("This month"), "month", ""),
        (_("Last 90 days"), "-90d", ""),
        (_("Last 12 months"), "-12m", ""),
    ]


_KINDS = {
    CustomField.Kind.NUMBER: "range",
    CustomField.Kind.MONEY: "range",
    CustomField.Kind.DATE: "days",
    CustomField.Kind.CHOICE: "many",
    CustomField.Kind.MULTI_CHOICE: "many",
    CustomField.Kind.CHECKBOX: "many",
}


def _custom_fields(params: QueryDict, actor: Actor) -> Iterable[Field]:
    own = CustomFields(actor.workspace)
    for custom in own.fields.values():
        key = f"{PREFIX}{custom.key}"
        choices = [(option.key, option.label) for option in own.options[custom.key]]
        if custom.kind == CustomField.Kind.CHECKBOX:
            choices = [("1", _("Yes")), ("0", _("No"))]
        chosen = set(params.getlist(key))
        yield Field(
            key,
            custom.label,
            _KINDS.get(CustomField.Kind(custom.kind), "text"),
            [Choice(value, words, value in chosen) for value, words in choices],
            value=params.get(key, ""),
            low=params.get(f"{key}_from", ""),
            high=params.get(f"{key}_to", ""),
        )
