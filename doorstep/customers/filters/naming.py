"""How the rows that a filter names are called: tags, types, members and the like, all asked for at once."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from doorstep.customers.models import Account, CustomerType
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership, WorkspaceRow
from doorstep.vocabulary.models import Source, Tag

#: Parameter -> the table of the rows whose keys it takes.
_TABLES: Mapping[str, type[WorkspaceRow]] = {
    "type": CustomerType,
    "source": Source,
    "account": Account,
    "assigned": Membership,
    "tag": Tag,
    "tag_any": Tag,
    "not_tag": Tag,
}
#: So many digits may be more than a key can be.
_TOO_LONG = 19
Names = dict[type[WorkspaceRow], dict[int, str]]


def read_names(params: Mapping[str, list[str]], actor: Actor) -> Names:
    """The names of all rows that the parameters mention, by table and key. One statement, if any is."""
    mentioned: dict[type[WorkspaceRow], set[int]] = {}
    for key, model in _TABLES.items():
        values = [value.strip() for value in params.get(key, ())]
        keys = {int(value) for value in values if value.isdecimal() and len(value) < _TOO_LONG}
        if key == "assigned" and "me" in values:
            keys.add(actor.membership_id or 0)
        if keys:
            mentioned.setdefault(model, set()).update(keys)
    models = list(mentioned)
    rows = [_named(model, mentioned[model], actor, place) for place, model in enumerate(models)]
    names: Names = {model: {} for model in models}
    if rows:
        for place, pk, name in reduce(lambda one, other: one.union(other, all=True), rows):
            names[models[place]][pk] = name
    return names


def _named(model: type[Any], keys: set[int], actor: Actor, place: int) -> "QuerySet[Any, Any]":
    rows = model.objects.visible_to(actor).filter(pk__in=sorted(keys)).order_by()
    name: F | Coalesce = F("name")
    if model is Membership:
        name = Coalesce(NullIf(F("user__name"), Value("")), F("user__email"), output_field=CharField())
    return rows.values_list(Value(place), "pk", name)  # type: ignore[no-any-return]
