"""Rows of two clients that hang on each other, as a job of one at a property of the other.

Such rows keep an undo from taking two clients apart: a payment made since cannot stay with one of them while
its invoice goes back to the other.
"""

from collections.abc import Iterator
from functools import lru_cache

from django.apps import apps
from django.db import models
from django.db.models import F

from doorstep.clients.models import Client
from doorstep.customers.models import Customer
from doorstep.identity.models import WorkspaceRow

_OWNERS = ("client", "customer")


def crossed(one: int, other: int) -> dict[str, int]:
    """How many rows of each table stand between the two clients."""
    both = (one, other)
    found: dict[str, int] = {}
    for model, first, second in _ways():
        rows = model._base_manager.filter(**{f"{first}__in": both, f"{second}__in": both})
        if number := rows.exclude(**{first: F(second)}).count():
            found[model._meta.label] = found.get(model._meta.label, 0) + number
    return found


@lru_cache(maxsize=1)
def _ways() -> list[tuple[type[models.Model], str, str]]:
    """(model, one way to a client, another way), for every model that has several."""
    found: list[tuple[type[models.Model], str, str]] = []
    for model in apps.get_models():
        if issubclass(model, WorkspaceRow):
            first, *others = [*_ways_of(model)] or [""]
            found += [(model, first, other) for other in others]
    return found


def _ways_of(model: type[models.Model]) -> Iterator[str]:
    if own := _owner(model):
        yield own
    for field in model._meta.concrete_fields:
        target = field.related_model
        if not isinstance(field, models.ForeignKey) or not isinstance(target, type):
            continue
        if target is not Customer and (owner := _owner(target)):
            yield f"{field.name}__{owner}"


def _owner(model: type[models.Model]) -> str:
    """The column by which a row belongs to a client; "" when it belongs to none."""
    for field in model._meta.concrete_fields:
        if field.name in _OWNERS and field.related_model in {Client, Customer}:
            return field.attname
    return ""
