"""Starting an import, trying it dry, and answering what it asked."""

from dataclasses import replace
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.core.tables import Limits, TableRefused
from doorstep.identity.actor import Actor
from doorstep.runs.actions import queue_run, start_run
from doorstep.runs.models import Run, RunRow
from doorstep.transfer.intake.answering import Answers, refuse_unless_open
from doorstep.transfer.intake.earlier import digest_of
from doorstep.transfer.intake.plan import KIND, Duplicates, Plan
from doorstep.transfer.intake.suggesting import suggest
from doorstep.transfer.permissions import IMPORT

DRY_KIND, ANSWER_KIND = "import.dry-run", "import.answers"
Outcome = RunRow.Outcome
_MEGABYTE = 1024 * 1024


def upload_customers(
    *, actor: Actor, file: "File[bytes]", profile: str = "", reading: dict[str, Any] | None = None
) -> Run:
    """Take in a file of customers and guess its columns; it waits for `run_import`.

    `profile`: a key of PROFILES, "" to recognise it. `reading`: any of Plan's encoding, delimiter, sheet and
    header_row, where they are not to be found out. Raises PermissionDenied; TableRefused, with what is wrong
    with the file and how to mend it, and then nothing is kept.
    """
    actor.require(IMPORT)
    _check_size(file)
    title = _("Import of %(name)s") % {"name": file.name}
    digest = digest_of(file)
    run = start_run(actor=actor, kind=KIND, title=title, file=file, waiting=True)
    try:
        plan = Plan(profile=profile, digest=digest, **(reading or {}))
        suggestion = suggest(actor.workspace, plan.open(run), profile)
    except BaseException:
        run.file.delete(save=False)
        run.delete()
        raise
    plan.mapping = suggestion.mapping
    plan.profile = suggestion.profile.key if suggestion.profile else ""
    run.params = plan.as_params()
    run.save(update_fields=["params"])
    return run


def _check_size(file: "File[bytes]") -> None:
    most = Limits().file_bytes
    if file.size > most:
        raise TableRefused(
            _("The file has %(size)d MB; at most %(most)d MB can be read. Split it into parts.")
            % {"size": file.size // _MEGABYTE, "most": most // _MEGABYTE},
            "too_large",
        )


@transaction.atomic
def plan_import(*, actor: Actor, run_id: int, plan: Plan) -> Run:
    """Keep the answers of the mapping page. Raises RuleBroken when it has begun; Run.DoesNotExist."""
    run = _waiting(actor, run_id)
    run.params = replace(plan, digest=Plan.of(run).digest, made={}).as_params()
    run.save(update_fields=["params"])
    return run


@transaction.atomic
def try_import(*, actor: Actor, run_id: int) -> Run:
    """Start a dry run of a waiting import: it says of each row what would become of it. Its own run.

    Raises PermissionDenied; Run.DoesNotExist; RuleBroken when no column names the customers.
    """
    original = _waiting(actor, run_id)
    plan = Plan.of(original)
    plan.check(plan.open(original).header)
    params = {**replace(plan, dry_run=True).as_params(), "import": original.pk}
    title = _("Dry run of %(name)s") % {"name": original.file_name}
    dry = start_run(actor=actor, kind=DRY_KIND, title=title, params=params, waiting=True)
    # The same file, not a copy: it stays as long as the import does.
    dry.file, dry.file_name = original.file, original.file_name
    dry.save(update_fields=["file", "file_name"])
    return queue_run(actor=actor, run_id=dry.pk)


@transaction.atomic
def run_import(*, actor: Actor, run_id: int) -> Run:
    """Let the worker begin with a waiting import.

    Raises PermissionDenied; Run.DoesNotExist; RuleBroken when no column names the customers.
    """
    run = _waiting(actor, run_id)
    plan = Plan.of(run)
    plan.check(plan.open(run).header)
    return queue_run(actor=actor, run_id=run.pk)


@transaction.atomic
def discard_import(*, actor: Actor, run_id: int) -> None:
    """Throw away a waiting import with its file and its dry runs.

    Raises PermissionDenied; Run.DoesNotExist; RuleBroken when it has begun.
    """
    run = _waiting(actor, run_id)
    file = run.file
    Run.objects.filter(workspace=actor.workspace, kind=DRY_KIND, params__import=run.pk).delete()
    run.delete()
    transaction.on_commit(lambda: file.delete(save=False))


@transaction.atomic
def answer_row(*, actor: Actor, run_id: int, row_id: int, answer: str) -> RunRow:
    """Decide on a row that the import asked about: Duplicates.CREATE, UPDATE or SKIP.

    Raises PermissionDenied; Run.DoesNotExist, RunRow.DoesNotExist; RuleBroken when it has been answered or
    the import is under way.
    """
    run = _answerable(actor, run_id)
    row = RunRow.objects.visible_to(actor).get(pk=row_id, run=run)
    if row.outcome != Outcome.ASKED:
        raise RuleBroken(_("This row has been decided on already."))
    Answers(actor, run, _answer(answer)).give([row])
    row.refresh_from_db()
    return row


def answer_rows(*, actor: Actor, run_id: int, answer: str) -> Run:
    """Decide alike on all rows that the import still asks about; repeated ones are one customer.

    Few are done when this returns, many by the worker: the answer is that run. Raises as `answer_row`.
    """
    with transaction.atomic():
        run = _answerable(actor, run_id)
        params = {"import": run.pk, "answer": _answer(answer)}
    title = _("Decisions on %(what)s") % {"what": run.title}
    return start_run(actor=actor, kind=ANSWER_KIND, title=title, params=params)


def _answer(given: str) -> Duplicates:
    if given not in {Duplicates.CREATE, Duplicates.UPDATE, Duplicates.SKIP}:
        raise RuleBroken(_("Choose skip, update or create."), field="answer")
    return Duplicates(given)


def _answerable(actor: Actor, run_id: int) -> Run:
    actor.require(IMPORT)
    run = Run.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=run_id, kind=KIND)
    refuse_unless_open(run)
    return run


def _waiting(actor: Actor, run_id: int) -> Run:
    actor.require(IMPORT)
    run = Run.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=run_id, kind=KIND)
    if run.state != Run.State.WAITING:
        raise RuleBroken(_("This import has been started already."))
    return run
