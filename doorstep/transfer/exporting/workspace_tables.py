"""The tables of a workspace as the model registry knows them, and what of them stays inside."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.fields.files import FieldFile

from doorstep.core.tables import Value
from doorstep.identity.models import User, Workspace, WorkspaceRow
from doorstep.runs.kinds import kind_class
from doorstep.runs.models import Run

ROWS_AT_ONCE = 5000
#: Whoever has these can sign in or guess how to: they stay inside.
SECRETS = frozenset({"password", "token_hash"})


@dataclass(frozen=True, slots=True)
class TableSource:
    """One table: a model, and the way from its rows to the workspace."""

    model: type[models.Model]
    path: str
    columns: Sequence[str]

    @property
    def name(self) -> str:
        """Such as "clients.client"."""
        return self.model._meta.label_lower

    def of(self, workspace: Workspace) -> "models.QuerySet[Any]":
        """The rows of the workspace."""
        return self.model._base_manager.filter(**{self.path: workspace.pk}).distinct()

    def rows(self, workspace: Workspace) -> Iterator[list[Value]]:
        """The rows as cells in the order of their keys, read by key: memory stays flat."""
        key = self.model._meta.pk.attname
        ordered = self.of(workspace).order_by("pk").values_list(key, *self.columns)
        part = list(ordered[:ROWS_AT_ONCE])
        while part:
            for _pk, *row in part:
                yield [_cell(value) for value in row]
            part = (
                list(ordered.filter(pk__gt=part[-1][0])[:ROWS_AT_ONCE]) if len(part) == ROWS_AT_ONCE else []
            )


def table_sources() -> list[TableSource]:
    """Every table that belongs to a workspace, with the workspace itself and the people in it."""
    owned = [model for model in apps.get_models() if issubclass(model, WorkspaceRow)]
    return [
        TableSource(Workspace, "pk", _columns(Workspace)),
        TableSource(User, "memberships__workspace_id", _columns(User)),
        *(TableSource(model, "workspace_id", _columns(model)) for model in owned),
    ]


def count_rows(source: TableSource, workspace: Workspace) -> int:
    """How many rows a table has for the workspace."""
    return source.of(workspace).count()


def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname not in SECRETS]


def _cell(value: Any) -> Value:
    """A value so that a program reads back what it was: JSON as JSON, moments with their offset."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    plain: Value = value
    return plain


def stored_files(workspace: Workspace) -> Iterator[FieldFile]:
    """Every uploaded file of the workspace that is still there; those that runs made can be made again."""
    return chain.from_iterable(
        _files_of(source.model, field.attname, workspace)
        for source in table_sources()
        for field in source.model._meta.concrete_fields
        if isinstance(field, models.FileField) and source.path == "workspace_id"
    )


def _files_of(model: type[models.Model], name: str, workspace: Workspace) -> Iterator[FieldFile]:
    for row in model._base_manager.filter(workspace_id=workspace.pk).exclude(**{name: ""}).iterator(500):
        stored: FieldFile = getattr(row, name)
        made = isinstance(row, Run) and kind_class(row.kind).makes_file
        if stored and not made and stored.storage.exists(stored.name or ""):
            yield stored
