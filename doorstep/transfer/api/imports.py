"""REST: imports of customers from files."""

from dataclasses import asdict, replace
from typing import Annotated, Any, ClassVar, Self

from django.http import HttpResponse
from ninja.files import UploadedFile
from ninja.params import functions as sent
from ninja.responses import Status
from pydantic import Field

from doorstep.core.rest import ApiRequest, Page, Router, created, started, unchanged, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Id, Input, OneOf, Output, Text
from doorstep.runs.models import Run
from doorstep.runs.shapes import RunOut, RunRowOut
from doorstep.transfer.actions import importing as actions
from doorstep.transfer.intake.plan import KIND, Duplicates, Plan, UnknownTags
from doorstep.transfer.intake.profiles import PROFILES
from doorstep.transfer.intake.suggesting import suggest
from doorstep.transfer.permissions import IMPORT

router = Router("Imports")
_Duplicates = Annotated[str, OneOf(Duplicates)]
_Profile = Annotated[str, OneOf([profile.key for profile in PROFILES], "")]
_FILE: Any = sent.File(..., description="CSV or XLSX.")
_PROFILE: Any = sent.Form("", description="The system it comes from; recognised when empty.")
_Mapping = Annotated[dict[Text, Text], Field(max_length=500)]


class PlanOut(Output):
    """What was decided about the file. `mapping`: column -> field ("" = left out)."""

    mapping: dict[str, str]
    defaults: dict[str, str]
    duplicates: str
    tags: str
    profile: str
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    header_row: int | None


class ImportOut(RunOut):
    """An import: a run with a plan. It waits (`state` waiting) until it is run."""

    path: ClassVar = "/imports/{id}"

    plan: PlanOut

    @classmethod
    def of(cls, row: Run) -> Self:
        """The answer for a row."""
        plan = asdict(Plan.of(row))
        names = RunOut.model_fields.keys() - {"id"}
        return cls(
            id=row.pk,
            plan=PlanOut(**{name: plan[name] for name in PlanOut.model_fields}),
            **{name: getattr(row, name) for name in names},
        )


class ColumnOut(Output):
    """A column of the file with samples. `field`, `why`: what it probably is, and how that was told."""

    header: str
    samples: list[str]
    field: str
    why: str


class PlanChange(Input):
    """What is left out stays. `duplicates`: what becomes of rows that are customers already."""

    mapping: _Mapping = LEFT_OUT
    defaults: _Mapping = LEFT_OUT
    duplicates: _Duplicates = LEFT_OUT
    tags: Annotated[str, OneOf(UnknownTags)] = LEFT_OUT
    profile: _Profile = LEFT_OUT
    encoding: Text | None = LEFT_OUT
    delimiter: Annotated[str, OneOf([",", ";", "\t", "|"])] | None = LEFT_OUT
    sheet: Text | None = LEFT_OUT
    header_row: Annotated[int, Field(ge=1, le=1000)] | None = LEFT_OUT


class AnswerIn(Input):
    """What to do with a row that the import asked about."""

    answer: Annotated[str, OneOf(["create", "update", "skip"])]


def _imports(request: ApiRequest) -> Any:
    return Run.objects.visible_to(request.actor).filter(kind=KIND)


@router.get("/imports", needs=IMPORT, answer=Page[ImportOut])
def list_imports(request: ApiRequest, limit: Limit = 50, cursor: CursorText = "") -> Page[ImportOut]:
    """List the imports, the newest first."""
    rows = _imports(request)
    return page_of_shapes(ImportOut, ImportOut.of, rows, cursor=cursor, limit=limit, newest_first=True)


@router.post("/imports", needs=IMPORT, answer=ImportOut, status=201)
def create_import(
    request: ApiRequest,
    response: HttpResponse,
    file: UploadedFile = _FILE,
    profile: _Profile = _PROFILE,
) -> Status[ImportOut]:
    """Upload a file of customers.

    Its columns are guessed; look at the plan, change it, try it dry, then run it.
    """
    run = actions.upload_customers(actor=request.actor, file=file, profile=profile)
    return created(response, ImportOut.of(run))


@router.get("/imports/{import_id}", needs=IMPORT, answer=ImportOut)
def get_import(request: ApiRequest, response: HttpResponse, import_id: Id) -> ImportOut:
    """Get an import: its plan, how far it is, what came of it."""
    return versioned(response, ImportOut.of(_imports(request).get(pk=import_id)))


@router.get("/imports/{import_id}/columns", needs=IMPORT, answer=list[ColumnOut])
def list_import_columns(request: ApiRequest, import_id: Id) -> list[ColumnOut]:
    """List the file's columns with samples and suggestions."""
    run = _imports(request).get(pk=import_id)
    plan = Plan.of(run)
    suggestion = suggest(request.actor.workspace, plan.open(run), plan.profile)
    return [ColumnOut(**asdict(column)) for column in suggestion.columns]


@router.patch("/imports/{import_id}", needs=IMPORT, answer=ImportOut)
def update_import(
    request: ApiRequest, response: HttpResponse, import_id: Id, payload: PlanChange
) -> ImportOut:
    """Change the plan of an import that has not begun."""
    with unchanged(request, _imports(request), import_id, ImportOut, payload):
        plan = replace(Plan.of(_imports(request).get(pk=import_id)), **payload.given())
        run = actions.plan_import(actor=request.actor, run_id=import_id, plan=plan)
    return versioned(response, ImportOut.of(run))


@router.post("/imports/{import_id}/dry-run", needs=IMPORT, answer=RunOut, status=202)
def try_import(request: ApiRequest, response: HttpResponse, import_id: Id) -> Status[RunOut]:
    """Say of each row what would become of it; nothing is changed.

    Answers with a run of its own; its rows tell.
    """
    return started(response, RunOut.of(actions.try_import(actor=request.actor, run_id=import_id)))


@router.post("/imports/{import_id}/run", needs=IMPORT, answer=ImportOut, status=202)
def run_import(request: ApiRequest, response: HttpResponse, import_id: Id) -> Status[ImportOut]:
    """Bring the customers in."""
    return started(response, ImportOut.of(actions.run_import(actor=request.actor, run_id=import_id)))


@router.get("/imports/{import_id}/rows", needs=IMPORT, answer=Page[RunRowOut])
def list_import_rows(
    request: ApiRequest, import_id: Id, limit: Limit = 50, cursor: CursorText = "", asked: bool = False
) -> Page[RunRowOut]:
    """List what became of the rows of the file.

    `asked=true`: only those that wait for a decision.
    """
    rows = _imports(request).get(pk=import_id).rows.all()
    rows = rows.filter(outcome="asked") if asked else rows
    return page_of_shapes(RunRowOut, RunRowOut.of, rows, cursor=cursor, limit=limit)


@router.post("/imports/{import_id}/rows/{row_id}/answer", needs=IMPORT, answer=RunRowOut)
def answer_import_row(request: ApiRequest, import_id: Id, row_id: Id, payload: AnswerIn) -> RunRowOut:
    """Decide on a row that the import asked about."""
    row = actions.answer_row(actor=request.actor, run_id=import_id, row_id=row_id, answer=payload.answer)
    return RunRowOut.of(row)


@router.post("/imports/{import_id}/answers", needs=IMPORT, answer=RunOut, status=202)
def answer_import_rows(
    request: ApiRequest, response: HttpResponse, import_id: Id, payload: AnswerIn
) -> Status[RunOut]:
    """Decide alike on all rows that the import asked about; answers with the run that does so."""
    run = actions.answer_rows(actor=request.actor, run_id=import_id, answer=payload.answer)
    return started(response, RunOut.of(run))


@router.delete("/imports/{import_id}", needs=IMPORT)
def discard_import(request: ApiRequest, import_id: Id) -> Status[None]:
    """Throw an uploaded file away that was not run."""
    actions.discard_import(actor=request.actor, run_id=import_id)
    return Status(204, None)
