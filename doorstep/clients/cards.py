"""Keeping the cards true: called inside every transaction that changes what a card shows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from doorstep.clients.counts import add_differences, recount
from doorstep.clients.facets import kind_of
from doorstep.clients.models import Client, ClientCard
from doorstep.core.bulk import insert_rows, update_rows
from doorstep.core.db import NEVER, listed
from doorstep.core.errors import RuleBroken
from doorstep.core.figures import SourceEntry
from doorstep.identity.models import Workspace

CHUNK = 2000
CHUNKS_IN_PART = 10
#: The indexes of orders bear the facets, and PostgreSQL has 2.7 kB for an entry: these and a long name fit.
MOST_FACETS = 400

_COLUMNS = [field for field in ClientCard._meta.concrete_fields if not field.primary_key]
_NAMES = [field.attname for field in _COLUMNS]


@lru_cache(maxsize=1)
def _sources() -> Mapping[str, SourceEntry]:
    sources: Mapping[str, SourceEntry] = import_string(settings.FIGURE_SOURCES)
    return sources


# No savepoint of its own: a failure here fails the caller's change as a whole.
@transaction.atomic(savepoint=False)
def refresh_figures(
    *, workspace: Workspace, client_ids: Collection[int], sources: Collection[str] | None = None
) -> None:
    """Recompute the cards of these clients from the ledger and move the kept counts by the difference.

    Called at the end of each action, in its transaction. `sources`: only the columns of these entries of
    config/figures.py can have changed (None: any). A fixed number of statements per 2,000 clients.
    """
    ids = sorted(set(client_ids))
    today = workspace.today()
    for start in range(0, len(ids), CHUNK):
        _refresh(workspace, ids[start : start + CHUNK], today, sources)


_WITH = {
    "postgresql": "ARRAY(SELECT DISTINCT unnest(array_append(facets, %s)) ORDER BY 1)",
    "sqlite": "(SELECT json_group_array(value) FROM"
    " (SELECT value FROM json_each(facets) UNION SELECT %s ORDER BY 1))",
}
_WITHOUT = {
    "postgresql": "array_remove(facets, %s)",
    "sqlite": "(SELECT json_group_array(value) FROM json_each(facets) WHERE value <> %s)",
}


@transaction.atomic(savepoint=False)
def shift_facet(*, client_ids: Collection[int], value: int, present: bool) -> None:
    """Add one facet to these clients' cards, or take it off.

    It comes to what `refresh_figures` would, in two statements, where nothing but a tag can have changed.
    """
    ids = sorted(set(client_ids))
    changed = (_WITH if present else _WITHOUT)[connection.vendor]
    for start in range(0, len(ids), CHUNK):
        locked = ClientCard.objects.select_for_update().filter(pk__in=listed(ids[start : start + CHUNK]))
        found = listed(locked.order_by("pk").values_list("pk", flat=True))
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE clients_clientcard SET facets = {changed} WHERE client_id IN ({found.sql})",  # noqa: S608  # marks only
                [value, *found.params],
            )


def _refresh(
    workspace: Workspace, ids: Sequence[int], today: date, sources: Collection[str] | None = None
) -> None:
    # Lock first, add up second: a rival's payment is committed, and so counted, before ours is added up.
    before = ClientCard.objects.select_for_update().filter(pk__in=listed(ids)).order_by("pk")
    old = {card.pk: card for card in before}
    after = compute_cards(workspace=workspace, client_ids=ids, today=today, sources=sources, known=old)
    changed = [card for card in after if card.pk not in old or _differs(card, old[card.pk])]
    if not changed:
        return
    _write(changed, old)
    add_differences(workspace, [old[card.pk] for card in changed if card.pk in old], changed)


def _write(changed: Sequence[ClientCard], old: Mapping[int, ClientCard]) -> None:
    """Insert the new ones; of the others write the columns in which any differs: every index costs."""
    new = [card for card in changed if card.pk not in old]
    insert_rows(ClientCard, ["client_id", *_NAMES], [_values(card, _NAMES) for card in new])
    kept = [card for card in changed if card.pk in old]
    names = [
        name for name in _NAMES if any(getattr(card, name) != getattr(old[card.pk], name) for card in kept)
    ]
    update_rows(ClientCard, names, [_values(card, names) for card in kept])


def _values(card: ClientCard, names: Sequence[str]) -> list[Any]:
    return [card.pk, *(getattr(card, name) for name in names)]


def _differs(one: ClientCard, other: ClientCard, passed_over: Collection[str] = ()) -> bool:
    return any(
        getattr(one, field.attname) != getattr(other, field.attname)
        for field in _COLUMNS
        if field.attname not in passed_over
    )


def compute_cards(
    *,
    workspace: Workspace,
    client_ids: Sequence[int],
    today: date,
    sources: Collection[str] | None = None,
    known: Mapping[int, ClientCard] | None = None,
) -> list[ClientCard]:
    """The cards of at most 2,000 clients as the ledger says they should be, unsaved, in order of the ids.

    `known`: today's cards, from which the columns of the sources that are not asked are taken.
    Ids that are no clients of the workspace are left out.
    """
    columns = {pk: _kept(card, sources) for pk, card in (known or {}).items()}
    for name, entry in _sources().items():
        if sources is None or name in sources:
            figures = import_string(entry.path)(client_ids, workspace=workspace, today=today)
            for client_id, found in figures.items():
                _join(columns.setdefault(client_id, {}), found)
    return [
        card_of(workspace, client_id, columns[client_id])
        for client_id in client_ids
        if "sort_name" in columns.get(client_id, ())
    ]


def _kept(card: ClientCard, sources: Collection[str] | None) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    kinds: set[int] = set()
    for name, entry in _sources().items():
        if sources is not None and name not in sources:
            kept |= {column: getattr(card, column) for column in entry.columns}
            kinds.update(entry.facet_kinds)
    kept["facets"] = [facet for facet in card.facets if kind_of(facet) in kinds]
    return kept


def _join(known: dict[str, Any], more: dict[str, Any]) -> None:
    facets = known.get("facets", [])
    known.update(more)
    known["facets"] = facets + list(more.get("facets", ()))


def card_of(workspace: Workspace, client_id: int, columns: Mapping[str, Any]) -> ClientCard:
    """The unsaved card with the sources' `columns`, and the few that follow from them."""
    card = ClientCard(workspace=workspace, client_id=client_id, **columns)
    card.facets = sorted(set(card.facets))
    if len(card.facets) > MOST_FACETS:
        raise RuleBroken(
            _("A customer can have at most %(most)d tags and choices together. Take some off first.")
            % {"most": MOST_FACETS}
        )
    card.last_business_on = max(card.last_job_on, card.last_invoice_on)
    card.last_activity_on = max(
        card.created_on, card.last_business_on, card.last_visit_on, card.last_payment_on
    )
    card.follow_up_from = min(card.flagged_on, card.due_back_on, card.overdue_on)
    return card


def roll_figures(*, workspace: Workspace) -> int:
    """Bring `recent_revenue_cents` to the workspace's today; how many clients that touched.

    Revenue leaves the twelve months without anybody doing anything: only the clients with an invoice paid
    between the old and the new edge of the window are recomputed. Run nightly, and by the day's first page.
    """
    today = workspace.today()
    if workspace.figures_on == today:
        return 0
    with transaction.atomic():
        # Not "for update": that would keep everybody waiting who writes a row of this workspace.
        locked = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
        if locked.figures_on == today:
            workspace.figures_on = today
            return 0
        ids = import_string(settings.FIGURE_LEAVERS)(locked, locked.figures_on or NEVER, today)
        refresh_figures(workspace=locked, client_ids=ids)
        Workspace.objects.filter(pk=workspace.pk).update(figures_on=today)
    workspace.figures_on = today
    return len(ids)


def rebuild_figures(*, workspace: Workspace, check: bool = False) -> int:
    """Recompute every card and the kept counts of the workspace; how many were wrong. `check`: only look.

    Each chunk of 2,000 clients is its own transaction.
    """
    today = workspace.today()
    if not check:
        roll_figures(workspace=workspace)
    # Until the day's first page or the worker rolls it, recent revenue rightly is yesterday's.
    passed_over = () if workspace.figures_on == today else ("recent_revenue_cents",)
    wrong = 0
    for ids in _all_ids(workspace):
        with transaction.atomic():
            stored = {card.pk: card for card in ClientCard.objects.filter(pk__in=ids)}
            cards = compute_cards(workspace=workspace, client_ids=ids, today=today)
            wrong += sum(
                card.pk not in stored or _differs(card, stored[card.pk], passed_over) for card in cards
            )
            if not check:
                _refresh(workspace, ids, today)
    return wrong + recount(workspace, check=check)


def rebuild_part(*, workspace: Workspace, after: int) -> int | None:
    """Recompute the cards of the next 20,000 clients whose ids are above `after`.

    Answers the last id, None when nobody is left. Each chunk of 2,000 clients is its own transaction.
    """
    roll_figures(workspace=workspace)
    last = None
    for ids in islice(_all_ids(workspace, after), CHUNKS_IN_PART):
        refresh_figures(workspace=workspace, client_ids=ids)
        last = ids[-1]
    return last


def _all_ids(workspace: Workspace, after: int = 0) -> Iterator[list[int]]:
    clients = Client.objects.filter(workspace=workspace).order_by("pk").values_list("pk", flat=True)
    last = after
    while ids := list(clients.filter(pk__gt=last)[:CHUNK]):
        yield ids
        last = ids[-1]
