"""REST: duplicates and merges."""

from typing import Annotated

from django.http import HttpResponse
from ninja.responses import Status

from doorstep.core.rest import ApiRequest, Page, Router, created, started
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import Id, OneOf
from doorstep.duplicates import actions, queries
from doorstep.duplicates.api.shapes import MergeIn, MergeOut, MergePreviewOut, PairOut, UndoneOut
from doorstep.duplicates.models import DuplicatePair, Merge
from doorstep.duplicates.permissions import MERGE
from doorstep.runs.shapes import RunOut

router = Router("Duplicates")
_State = Annotated[str, OneOf(DuplicatePair.State)]
_Strength = Annotated[str, OneOf(DuplicatePair.Strength)]


@router.get("/duplicates", needs=MERGE, answer=Page[PairOut])
def list_duplicates(
    request: ApiRequest,
    limit: Limit = 50,
    cursor: CursorText = "",
    state: _State = "open",
    strength: _Strength | None = None,
) -> Page[PairOut]:
    """List pairs of customers that may be one.

    `state`, `strength`: only those.
    """
    rows = DuplicatePair.objects.visible_to(request.actor).filter(state=state)
    rows = rows.filter(strength=strength) if strength else rows
    return page_of_shapes(PairOut, PairOut.of, rows.select_related("low", "high"), cursor=cursor, limit=limit)


@router.post("/duplicates/scan", needs=MERGE, answer=RunOut, status=202)
def scan_for_duplicates(request: ApiRequest, response: HttpResponse) -> Status[RunOut]:
    """Look for duplicates among all customers.

    The answer is the run that does it, or the one that is at it already.
    """
    return started(response, RunOut.of(actions.scan(actor=request.actor, at_once=False)))


@router.post("/duplicates/merge", needs=MERGE, answer=RunOut, status=202)
def merge_confident_duplicates(request: ApiRequest, response: HttpResponse) -> Status[RunOut]:
    """Merge all open pairs that are surely the same.

    Each field has its default; undoing the run undoes every merge.
    """
    return started(response, RunOut.of(actions.merge_confident(actor=request.actor, at_once=False)))


@router.get("/duplicates/{pair_id}", needs=MERGE, answer=PairOut)
def get_duplicate(request: ApiRequest, pair_id: Id) -> PairOut:
    """Get a pair."""
    return _pair(request, pair_id)


@router.post("/duplicates/{pair_id}/dismiss", needs=MERGE, answer=PairOut)
def dismiss_duplicate(request: ApiRequest, pair_id: Id) -> PairOut:
    """Say that they are two customers; no scan suggests them again."""
    actions.dismiss_pair(actor=request.actor, pair_id=pair_id)
    return _pair(request, pair_id)


@router.post("/duplicates/{pair_id}/reopen", needs=MERGE, answer=PairOut)
def reopen_duplicate(request: ApiRequest, pair_id: Id) -> PairOut:
    """Say that they may be one after all."""
    actions.reopen_pair(actor=request.actor, pair_id=pair_id)
    return _pair(request, pair_id)


def _pair(request: ApiRequest, pair_id: int) -> PairOut:
    pairs = DuplicatePair.objects.visible_to(request.actor).select_related("low", "high")
    return PairOut.of(pairs.get(pk=pair_id))


@router.get("/customers/{customer_id}/merge/{other_id}", needs=MERGE, answer=list[MergePreviewOut])
def preview_merge(request: ApiRequest, customer_id: Id, other_id: Id) -> list[MergePreviewOut]:
    """Count what both customers have, before the other one goes into this one."""
    queries.sides(request.actor, customer_id, other_id)
    found = queries.what_moves(customer_id, other_id)
    return [MergePreviewOut(what=one.words, survivor=one.survivor, other=one.other) for one in found]


@router.get("/merges", needs=MERGE, answer=Page[MergeOut])
def list_merges(request: ApiRequest, limit: Limit = 50, cursor: CursorText = "") -> Page[MergeOut]:
    """List merges, the newest first."""
    rows = Merge.objects.visible_to(request.actor)
    return page_of_shapes(MergeOut, MergeOut.of, rows, cursor=cursor, limit=limit, newest_first=True)


@router.post("/merges", needs=MERGE, answer=MergeOut, status=201)
def merge_customers(request: ApiRequest, response: HttpResponse, payload: MergeIn) -> Status[MergeOut]:
    """Merge two customers.

    The other one's address answers 308 with the survivor's from then on.
    """
    merge = actions.merge_customers(
        actor=request.actor,
        survivor_id=payload.survivor_id,
        other_id=payload.other_id,
        choices=payload.choices,
    )
    return created(response, MergeOut.of(merge))


@router.get("/merges/{merge_id}", needs=MERGE, answer=MergeOut)
def get_merge(request: ApiRequest, merge_id: Id) -> MergeOut:
    """Get a merge."""
    return MergeOut.of(Merge.objects.visible_to(request.actor).get(pk=merge_id))


@router.get("/merges/{merge_id}/undo-preview", needs=MERGE, answer=list[str])
def preview_undo_of_merge(request: ApiRequest, merge_id: Id) -> list[str]:
    """Say what undoing a merge would not bring back, because it was changed since."""
    return actions.foresee_undo(actor=request.actor, merge_id=merge_id)


@router.post("/merges/{merge_id}/undo", needs=MERGE, answer=UndoneOut)
def undo_merge(request: ApiRequest, merge_id: Id) -> UndoneOut:
    """Make two customers of one again, as they were before they were merged."""
    merge, notes = actions.undo_merge(actor=request.actor, merge_id=merge_id)
    return UndoneOut(**MergeOut.of(merge).model_dump(), notes=notes)
