"""Reading a merge's manifest backwards. What was changed since stays as it is, and is named."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.clients.models import Client, Property
from doorstep.core.errors import RuleBroken
from doorstep.duplicates.merging.manifest import Row, Step, as_json, delete_rows, from_json
from doorstep.duplicates.merging.rules import TO_CLIENT, table_of
from doorstep.duplicates.models import Merge, MergePart

#: Columns that say when and how often a row was changed: they follow from the others.
_COUNTERS = {"version", "updated_at"}


class Restoring:
    """One undo. `notes`: in words, what has been changed since the merge and therefore is not as before."""

    def __init__(self, merge: Merge) -> None:
        self.merge = merge
        self.notes: list[str] = []

    def run(self) -> None:
        """Everything, the last step first."""
        parts = list(MergePart.objects.filter(merge=self.merge).order_by("number"))
        self._note_new_rows()
        self._demote_places(parts)
        for part in reversed(parts):
            model = apps.get_model(part.table)
            steps = {Step.MOVED: self._move_back, Step.SET: self._set_back, Step.DROPPED: self._put_back}
            steps.get(Step(part.step), self._unmake)(model, part.content)

    def _note_new_rows(self) -> None:
        for key, line in TO_CLIENT.items():
            model, column = table_of(key)
            last = self.merge.marks.get(key)
            if last is None:
                continue
            new = model._base_manager.filter(**{column: self.merge.survivor_id, "pk__gt": last}).count()
            if new:
                self.notes.append(
                    _("%(what)s: %(count)d added since stay with “%(name)s”.")
                    % {"what": line.words, "count": new, "name": self.merge.survivor_name}
                )

    def _demote_places(self, parts: Sequence[MergePart]) -> None:
        """One that was made primary since gives way to the one that was."""
        tells = [part for part in parts if part.table == Property._meta.label]
        had_primary = any(_tells_of_primary(part) for part in tells)
        moved = [pk for part in tells if part.step == Step.MOVED for pk in part.content["pks"]]
        if had_primary:
            Property.objects.filter(pk__in=moved, is_primary=True).update(is_primary=False)

    def _move_back(self, model: type[models.Model], content: Row) -> None:
        rows = model._base_manager.filter(pk__in=content["pks"], **{content["column"]: content["new"]})
        missing = len(content["pks"]) - rows.update(**{content["column"]: content["old"]})
        if missing:
            self.notes.append(
                ngettext(
                    "%(what)s: one that was moved has been deleted or moved on since.",
                    "%(what)s: %(count)d that were moved have been deleted or moved on since.",
                    missing,
                )
                % {"what": words_of(model, content["column"]), "count": missing}
            )

    def _set_back(self, model: type[models.Model], content: Row) -> None:
        befores = {int(pk): changed for pk, changed in content["rows"]}
        for row in model._base_manager.filter(pk__in=list(befores)):
            changed = befores[row.pk]
            kept = [name for name, (_old, new) in changed.items() if as_json(getattr(row, name)) != new]
            values = {
                name: from_json(model, name, old) for name, (old, _new) in changed.items() if name not in kept
            }
            self._lose_what_is_gone(model, values)
            if values:
                model._base_manager.filter(pk=row.pk).update(**values)
            told = [label_of(model, name) for name in kept if name not in _COUNTERS]
            if told:
                self.notes.append(
                    _("“%(row)s”: changed since, and stays as it is now: %(fields)s.")
                    % {"row": row, "fields": ", ".join(told)}
                )

    def _put_back(self, model: type[models.Model], content: Row) -> None:
        rows = []
        for said in content["rows"]:
            values = {name: from_json(model, name, value) for name, value in said.items()}
            if self._lose_what_is_gone(model, values):
                rows.append(model(**values))
        model._base_manager.bulk_create(rows)

    def _unmake(self, model: type[models.Model], content: Row) -> None:
        delete_rows(model, content["pks"])

    def _lose_what_is_gone(self, model: type[models.Model], values: dict[str, Any]) -> bool:
        """Empty references to rows that were deleted since; False when the row cannot be without."""
        for field in model._meta.concrete_fields:
            value = values.get(field.attname)
            if not isinstance(field, models.ForeignKey) or value is None or field.related_model is model:
                continue
            target: Any = field.related_model
            if target._base_manager.filter(pk=value).exists():
                continue
            what = str(target._meta.verbose_name)
            if not field.null and not _may_go(model):
                raise RuleBroken(
                    _("This cannot be undone: the %(what)s that it had was deleted since.") % {"what": what}
                )
            self.notes.append(_("The %(what)s that it had was deleted since.") % {"what": what})
            if not field.null:
                return False
            values[field.attname] = None
        return True


def _tells_of_primary(part: MergePart) -> bool:
    if part.step == Step.DROPPED:
        return any(row["is_primary"] for row in part.content["rows"])
    if part.step == Step.SET:
        return any("is_primary" in changed for _pk, changed in part.content["rows"])
    return False


def _may_go(model: type[models.Model]) -> bool:
    """Whether a row is nothing without what it refers to: a tag on a client, a pair."""
    return model._meta.label in {"clients.ClientTag", "duplicates.DuplicatePair"}


def label_of(model: type[models.Model], name: str) -> str:
    """What a column is called."""
    return next(str(one.verbose_name) for one in model._meta.concrete_fields if one.attname == name)


def words_of(model: type[models.Model], column: str) -> str:
    """What rows of a table are called where people read of them."""
    line = TO_CLIENT.get(f"{model._meta.label}.{column}")
    return str(line.words) if line and line.words else str(model._meta.verbose_name_plural)


def still_there(merge: Merge) -> bool:
    """Whether the survivor has not been deleted or merged on since."""
    return Client.objects.filter(workspace_id=merge.workspace_id, pk=merge.survivor_id).exists()
