"""What has been done with imported customers since: an undo must not take other people's work along."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from doorstep.activity.models import Entry
from doorstep.clients.models import Client, Property, PropertyParty
from doorstep.customers.models import Customer
from doorstep.identity.models import Workspace
from doorstep.runs.models import Run
from doorstep.transfer.intake.removing import OWN

#: Kinds of events behind which the client's version counts up; those are told apart by it.
_VERSIONED = "customer."
_OWN_TABLES = frozenset({model for model, _column in OWN})
_PLACE = Property._meta.label_lower


def clients_used_since(workspace: Workspace, ids: Collection[int], run: Run) -> dict[int, list[str]]:
    """Of these clients, which `run` made, those that something hangs on by now, and what, in words.

    By the tables that refer to clients, and by the history: adding a contact or moving a place changes no
    column of the client. Two statements and one per foreign key.
    """
    found: dict[int, set[str]] = defaultdict(set)
    for model, column in foreign_keys_to((Client, Customer)):
        rows = model._default_manager.filter(**{f"{column}__in": ids}).values_list(column, flat=True)
        for client_id in rows.order_by().distinct():
            found[client_id].add(str(model._meta.verbose_name_plural))
    for client_id, kind in _history(workspace, ids, run).values_list("client_id", "kind").distinct():
        if client_id and not kind.startswith(_VERSIONED):
            found[client_id].add(_said(kind))
    return {client_id: sorted(what) for client_id, what in found.items()}


def places_used_since(workspace: Workspace, places: Mapping[int, int], run: Run) -> set[int]:
    """Of these places, which `run` added to the clients named, those in use elsewhere or changed by now."""
    busy: set[int] = set()
    for model, column in foreign_keys_to((Property,)):
        if model is not PropertyParty:
            rows = model._default_manager.filter(**{f"{column}__in": list(places)})
            busy.update(rows.order_by().values_list(column, flat=True).distinct())
    history = _history(workspace, set(places.values()), run)
    subjects = history.filter(subject_kind=_PLACE, subject_id__in=list(places))
    busy.update(pk for pk in subjects.values_list("subject_id", flat=True) if pk)
    return busy


def foreign_keys_to(
    targets: Collection[type[models.Model]],
) -> Iterable[tuple[type[models.Model], str]]:
    """Every column of a table outside the client's own that refers to one of `targets`; no suggestions."""
    for model in apps.get_models():
        if model not in _OWN_TABLES and not getattr(model, "goes_along", False):
            for field in model._meta.concrete_fields:
                if field.related_model in targets:
                    yield model, field.attname


def _history(workspace: Workspace, ids: Collection[int], run: Run) -> "models.QuerySet[Entry]":
    entries = Entry.objects.filter(workspace=workspace, client_id__in=list(ids)).order_by()
    return entries.filter(at__gte=run.started_at) if run.started_at else entries


def _said(kind: str) -> str:
    words = {
        "contact": _("contacts"),
        "property": _("changed places"),
        "party": _("owners or occupiers"),
        "job": _("jobs"),
        "invoice": _("invoices"),
        "payment": _("payments"),
    }
    return words.get(kind.partition(".")[0], _("changes"))
