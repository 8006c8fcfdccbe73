"""Starting an import, trying it dry, and answering what it asked."""

from dataclasses import replace
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.core.tables import TableRefused
from doorstep.identity.actor import Actor
from doorstep.runs.actions import queue_run, start_run
from doorstep.runs.models import Run, RunRow
from doorstep.transfer.intake.deciding import Decision
from doorstep.transfer.intake.kind import ImportCustomers
from doorstep.transfer.intake.plan import Duplicates, Plan, suggest
from doorstep.transfer.permissions import IMPORT

KIND, DRY_KIND = "import.customers", "import.dry-run"
Outcome = RunRow.Outcome


def upload_customers(*, actor: Actor, file: "File[bytes]", profile: str = "") -> Run:
    """Take in a file of customers and guess its columns; it waits for `run_import`.

    `profile`: a key of PROFILES, "" to recognise it. Raises PermissionDenied; TableRefused, with what is wrong
    with the file and how to mend it, and then nothing is kept.
    """
    title = _("Import of %(name)s") % {"name": file.name}
    run = start_run(actor=actor, kind=KIND, title=title, file=file, waiting=True)
    try:
        plan = Plan(profile=profile)
        table = plan.open(run)
    except TableRefused:
        run.file.delete(save=False)
        run.delete()
        raise
    columns, found, _remembered = suggest(actor.workspace, table, profile)
    plan.mapping = {column.header: column.field for column in columns}
    plan.profile = found.key if found else ""
    run.params = plan.as_params()
    run.save(update_fields=["params"])
    return run


@transaction.atomic
def plan_import(*, actor: Actor, run_id: int, plan: Plan) -> Run:
    """Keep the answers of the mapping page. Raises RuleBroken when it has begun; Run.DoesNotExist."""
    run = _waiting(actor, run_id)
    run.params = plan.as_params()
    run.save(update_fields=["params"])
    return run


@transaction.atomic
def try_import(*, actor: Actor, run_id: int) -> Run:
    """Start a dry run of a waiting import: it says of each row what would become of it. Its own run."""
    original = _waiting(actor, run_id)
    plan = Plan.of(original)
    plan.check(plan.open(original).header)
    params = {**replace(plan, dry_run=True).as_params(), "import": original.pk}
    title = _("Dry run of %(name)s") % {"name": original.file_name}
    dry = start_run(actor=actor, kind=DRY_KIND, title=title, params=params, waiting=True)
    dry.file, dry.file_name = original.file, original.file_name
    dry.save(update_fields=["file", "file_name"])
    return queue_run(actor=actor, run_id=dry.pk)


@transaction.atomic
def run_import(*, actor: Actor, run_id: int) -> Run:
    """Let the worker begin with a waiting import. Raises RuleBroken when no column names the customers."""
    run = _waiting(actor, run_id)
    plan = Plan.of(run)
    plan.check(plan.open(run).header)
    return queue_run(actor=actor, run_id=run.pk)


@transaction.atomic
def answer_row(*, actor: Actor, run_id: int, row_id: int, answer: str) -> RunRow:
    """Decide on a row that the import asked about: Duplicates.CREATE, UPDATE or SKIP.

    Raises PermissionDenied; Run.DoesNotExist; RuleBroken when it has been answered or the import is under way.
    """
    actor.require(IMPORT)
    run = Run.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=run_id, kind=KIND)
    row = RunRow.objects.visible_to(actor).get(pk=row_id, run=run)
    if row.outcome != Outcome.ASKED or not run.is_over:
        raise RuleBroken(_("This row has been decided on already."))
    if run.undos.exists():
        raise RuleBroken(_("This import has been taken back."))
    _apply_answer(actor, run, row, Duplicates(answer))
    return row


def _apply_answer(actor: Actor, run: Run, row: RunRow, answer: Duplicates) -> None:
    result: dict[str, Any] = {"outcome": Outcome.DUPLICATE}
    if answer in {Duplicates.CREATE, Duplicates.UPDATE}:
        result = _write_now(actor, run, row, answer)
    run.counts = {**run.counts, Outcome.ASKED: run.counts.get(Outcome.ASKED, 1) - 1}
    run.counts[str(result["outcome"])] = run.counts.get(str(result["outcome"]), 0) + 1
    run.save(update_fields=["counts", "params"])
    for name, value in result.items():
        setattr(row, name, value)
    row.save()


def _write_now(actor: Actor, run: Run, row: RunRow, answer: Duplicates) -> dict[str, Any]:
    """Write one row of the file as answered; the RunRow's new columns."""
    work = ImportCustomers(run, actor)
    work.plan.duplicates = answer
    work.open()
    # The row is read again from the file: it says what it said.
    clean = work.read({"row": row.number - 1}, 1)
    if not clean or clean[0].number != row.number:
        raise RuleBroken(_("The file of this import is not there any more. Import the row again."))
    decision = work.decider.decide(clean)[0]
    if answer == Duplicates.UPDATE and decision.match is not None:
        decision = Decision(clean[0], Outcome.UPDATED, decision.reason, decision.match)
    result = work.write([decision])[0]
    run.params = {**run.params, "made": work.plan.made}
    return {
        "outcome": result.outcome,
        "client_id": result.client_id,
        "version": result.version,
        "before": result.before,
        "reason": result.reason[:300],
    }


def _waiting(actor: Actor, run_id: int) -> Run:
    actor.require(IMPORT)
    run = Run.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=run_id, kind=KIND)
    if run.state != Run.State.WAITING:
        raise RuleBroken(_("This import has been started already."))
    return run
