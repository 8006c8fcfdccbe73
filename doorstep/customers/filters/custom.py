"""Filters by the workspace's own fields: `cf_<key>`, and `cf_<key>_from`, `cf_<key>_to` for ranges."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from doorstep.clients.conditions import Among, Condition, HasFacet, HasNoFacet, custom_values
from doorstep.clients.custom_values import PREFIX, number_of
from doorstep.clients.facets import Facet, facet
from doorstep.core.money import format_money, parse_money
from doorstep.core.text import fold
from doorstep.customers.filters.reading import Part, Reader, day_words, range_words
from doorstep.vocabulary.models import CustomField, CustomFieldOption

_Kind = CustomField.Kind
_RANGES = {_Kind.NUMBER, _Kind.MONEY, _Kind.DATE}
_CHOICES = {_Kind.CHOICE, _Kind.MULTI_CHOICE}
#: A shorter text is looked up as the beginning of the value, which the index serves.
_FEWEST_WITHIN = 3


def read_custom(reader: Reader) -> Iterable[Part]:
    """All parameters that begin with `cf_`. At most two statements, none when there are none."""
    asked = {key for key in reader.params if key.startswith(PREFIX) and reader.values(key)}
    if not asked:
        return
    fields = CustomField.objects.visible_to(reader.actor).filter(on=CustomField.On.CUSTOMER, archived_at=None)
    for field in fields:
        name = f"{PREFIX}{field.key}"
        own = {name, f"{name}_from", f"{name}_to"} & asked
        if own:
            asked -= own
            yield from _read_field(reader, field, name)
    for key in sorted(asked):
        reader.ignore(key, reader.value(key), _("there is no such field."))


def _read_field(reader: Reader, field: CustomField, name: str) -> Iterable[Part]:
    if field.kind in _RANGES:
        yield from _read_range(reader, field, name)
    elif field.kind in _CHOICES:
        yield from _read_choice(reader, field, name)
    elif field.kind == _Kind.CHECKBOX:
        yield from _read_checkbox(reader, field, name)
    elif value := reader.value(name):
        text = fold(value)
        within = {"text__contains": text} if len(text) >= _FEWEST_WITHIN else {"text__startswith": text}
        values = custom_values(reader.workspace_id, field.pk).filter(**within)
        yield Part(field.label, value, Among(values.values("client_id")), reader.pairs(name))


def _read_range(reader: Reader, field: CustomField, name: str) -> Iterable[Part]:
    low, high = reader.range_of(name, _bound_of(reader, field))
    if low is None and high is None:
        if exact := reader.value(name):
            reader.ignore(name, exact, _("ask for a range of this field, with _from and _to."))
        return
    values = custom_values(reader.workspace_id, field.pk)
    for bound, lookup in ((low, "number__gte"), (high, "number__lte")):
        if bound is not None:
            values = values.filter(**{lookup: _indexed(field, bound)})
    words = range_words(_told(reader, name, "from", low), _told(reader, name, "to", high))
    pairs = reader.pairs(f"{name}_from", f"{name}_to")
    yield Part(field.label, words, Among(values.values("client_id")), pairs)


def _bound_of(reader: Reader, field: CustomField) -> Callable[[str], Any]:
    """How an end of the range of this field is read."""
    workspace = reader.actor.workspace
    if field.kind == _Kind.DATE:
        return reader.day
    if field.kind == _Kind.MONEY:
        return lambda value: parse_money(value, workspace.currency, workspace.locale)
    return _number


def _number(value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(_("it is not a number."))
    return number


def _indexed(field: CustomField, bound: Any) -> int:
    value = number_of(field.kind, bound.isoformat() if isinstance(bound, date) else bound)
    limit = 2**63 - 1
    return max(-limit, min(limit, value if value is not None else 0))


def _told(reader: Reader, name: str, end: str, bound: Any) -> str:
    if bound is None:
        return ""
    if isinstance(bound, date):
        return day_words(reader.value(f"{name}_{end}"), bound)
    if isinstance(bound, int):
        return format_money(bound, reader.actor.workspace.currency, reader.actor.workspace.locale)
    return str(localize(bound))


def _read_choice(reader: Reader, field: CustomField, name: str) -> Iterable[Part]:
    wanted = reader.values(name)
    if not wanted:
        return
    options = CustomFieldOption.objects.visible_to(reader.actor).filter(field=field, key__in=wanted)
    known = {option.key: option for option in options}
    for value in wanted:
        if value not in known:
            reader.ignore(name, value, _("it is not one of the choices."))
    if not known:
        return
    condition = HasFacet(tuple(facet(Facet.OPTION, option.pk) for option in known.values()))
    words = ", ".join(option.label for option in known.values())
    yield Part(field.label, words, condition, reader.pairs(name))


def _read_checkbox(reader: Reader, field: CustomField, name: str) -> Iterable[Part]:
    value = reader.value(name)
    ticked = (facet(Facet.CHECKED, field.pk),)
    answers: dict[str, tuple[str, Condition]] = {
        "1": (_("yes"), HasFacet(ticked)),
        "0": (_("no"), HasNoFacet(ticked)),
    }
    if value in answers:
        words, condition = answers[value]
        yield Part(field.label, words, condition, reader.pairs(name))
    elif value:
        reader.ignore(name, value, _("it is 1 or 0."))
