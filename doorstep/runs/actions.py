"""Starting long work, stopping it, taking it back."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor
from doorstep.runs.engine import work
from doorstep.runs.events import RunCancelled, RunEnded, RunQueued
from doorstep.runs.kinds import kind_class
from doorstep.runs.models import Run
from doorstep.runs.undo import UNDO, reversible

State = Run.State
LONGEST_TITLE = 200


def start_run(
    *,
    actor: Actor,
    kind: str,
    title: str,
    params: dict[str, Any] | None = None,
    file: "File[bytes] | None" = None,
    waiting: bool = False,
    at_once: bool | None = None,
) -> Run:
    """Begin a piece of long work. A small one is done when this returns, a bigger one waits for the worker.

    `kind`: a name in config/runs.py. `params`: what the kind needs, JSON-ready. `file`: an upload it reads,
    kept with the run under its own name. `waiting`: answers are still missing; `queue_run` starts it later.
    `at_once`: True does it all here (a command), False never (default: when the kind says it is small).
    Raises PermissionDenied without the kind's capability; RuleBroken never: what goes wrong is on the run.
    """
    run = _create(actor, kind, title, params or {}, file, State.WAITING if waiting else State.QUEUED)
    if not waiting:
        _begin(run, actor, at_once)
    return run


@transaction.atomic
def queue_run(
    *, actor: Actor, run_id: int, params: dict[str, Any] | None = None, total: int | None = None
) -> Run:
    """Let a run that waited for answers go to the worker. `params`: the answers, added to those it has.

    Raises PermissionDenied; Run.DoesNotExist, also when not visible; RuleBroken when it does not wait.
    """
    run = _locked(actor, run_id)
    actor.require(kind_class(run.kind)(run, actor).capability)
    if run.state != State.WAITING:
        raise RuleBroken(_("This has been started already."))
    run.params = {**run.params, **(params or {})}
    run.state = State.QUEUED
    run.total = total
    run.rights = sorted(actor.capabilities)
    run.save(update_fields=["params", "state", "total", "rights"])
    record_event(RunQueued(run_id=run.pk, title=run.title), actor=actor, about=run)
    return run


@transaction.atomic
def cancel_run(*, actor: Actor, run_id: int) -> Run:
    """Ask a run to stop after the chunk it is at; one that has not begun is over at once. Twice is once.

    What is done stands; `undo_run` takes it back. Raises PermissionDenied; Run.DoesNotExist; RuleBroken when
    it is over.
    """
    run = _locked(actor, run_id)
    if run.created_by_id != actor.membership_id:
        actor.require(kind_class(run.kind)(run, actor).capability)
    if run.is_over:
        raise RuleBroken(_("This is over already: there is nothing left to stop."))
    if run.cancel_requested_at is not None:
        return run
    run.cancel_requested_at = timezone.now()
    record_event(RunCancelled(run_id=run.pk, title=run.title), actor=actor, about=run)
    if run.state != State.RUNNING:
        run.state = State.CANCELLED
        run.finished_at = run.cancel_requested_at
        ended = RunEnded(run_id=run.pk, title=run.title, state=run.state, counts=run.counts)
        record_event(ended, actor=actor, about=run)
    run.save(update_fields=["cancel_requested_at", "state", "finished_at"])
    return run


def undo_run(*, actor: Actor, run_id: int, at_once: bool | None = None) -> Run:
    """Take back what a run did, newest first; what has been changed since is kept and named. The undo's run.

    A run is taken back once; an undo that failed or was cancelled is gone on with where it stopped.
    Raises PermissionDenied; Run.DoesNotExist, also when not visible; RuleBroken when it cannot be undone.
    """
    with transaction.atomic():
        # The lock lets one of two clicks through.
        original = _locked(actor, run_id)
        _require_undo(actor, original)
        title = _("Undo: %(what)s") % {"what": original.title}
        broken_off = original.undos.order_by("-pk").first()
        undo = _create(actor, UNDO, title, {}, None, State.QUEUED, original)
        if broken_off is not None:
            undo.cursor = broken_off.cursor
            undo.save(update_fields=["cursor"])
    _begin(undo, actor, at_once)
    return undo


def why_not_undo(*, actor: Actor, run: Run) -> str:
    """Why the run cannot be taken back by the actor, in words; "" when it can."""
    capability = None if run.kind == UNDO else kind_class(run.kind).undo_capability
    if capability is None:
        return _("This cannot be undone.")
    if not actor.can(capability):
        return _("Your role does not include “%(what)s”.") % {"what": capability.label}
    if not run.is_over:
        return _("This is still under way: stop it first.")
    if run.undos.exclude(state__in=[State.FAILED, State.CANCELLED]).exists():
        return _("This has been undone already.")
    return "" if reversible(run) else _("There is nothing to take back.")


def _require_undo(actor: Actor, original: Run) -> None:
    capability = None if original.kind == UNDO else kind_class(original.kind).undo_capability
    if capability is not None:
        actor.require(capability)
    if reason := why_not_undo(actor=actor, run=original):
        raise RuleBroken(reason)


def _locked(actor: Actor, run_id: int) -> Run:
    return Run.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=run_id)


def _create(
    actor: Actor,
    kind: str,
    title: str,
    params: dict[str, Any],
    file: "File[bytes] | None",
    state: str,
    undo_of: Run | None = None,
) -> Run:
    run = Run(
        workspace=actor.workspace,
        kind=kind,
        title=title[:LONGEST_TITLE],
        state=state,
        params=params,
        created_by_id=actor.membership_id,
        via=actor.via,
        rights=sorted(actor.capabilities),
        undo_of=undo_of,
    )
    actor.require(kind_class(kind)(run, actor).capability)
    if file is not None:
        run.file_name = (file.name or "")[-200:]
        run.file.save(run.file_name, file, save=False)
    run.save()
    return run


def _begin(run: Run, actor: Actor, at_once: bool | None) -> None:
    if at_once is None:
        at_once = kind_class(run.kind)(run, actor).is_small()
    if at_once:
        work(run.pk)
        run.refresh_from_db()
        return
    record_event(RunQueued(run_id=run.pk, title=run.title), actor=actor, about=run)
