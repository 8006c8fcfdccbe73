"""The customers page: every tab, order and filter, the first page and the last."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from doorstep.clients.models import ClientCard
from doorstep.core.paging import token_of
from doorstep.customers.filters import TABS
from doorstep.customers.listing import SORTS
from doorstep.customers.models import Account, CustomerType
from doorstep.identity.models import Membership, Role
from doorstep.shell.management.bench.clock import Timings
from doorstep.shell.management.bench.floor import FLOOR
from doorstep.shell.management.bench.results import Board
from doorstep.shell.management.bench.visitor import Visitor
from doorstep.vocabulary.models import Source, Tag

TURNS = 7
TIMES_FLOOR, DATABASE_MS, STATEMENTS = 4.0, 15.0, 12
GOAL = f"≤ {TIMES_FLOOR:g} × floor, ≤ {DATABASE_MS:g} ms in the database, ≤ {STATEMENTS} statements"


@dataclass(frozen=True, slots=True)
class Compared:
    """A page's timings and the floor's, taken in turn."""

    page: Timings
    floor: Timings

    @property
    def ratio(self) -> float:
        """The page's typical time in floors."""
        return self.page.typical / self.floor.typical


def beside_floor(visitor: Visitor, ask: Callable[[], object], turns: int = TURNS) -> Compared:
    """Ask for the floor and for a page, in turn; the first turn warms up and does not count."""
    both = Compared(Timings(), Timings())
    for turn in range(turns + 1):
        found = both if turn else Compared(Timings(), Timings())
        found.floor.turn(lambda: visitor.get(FLOOR))
        found.page.turn(ask)
    return both


def measure_pages(visitor: Visitor, member: Membership, board: Board) -> None:
    """Measure every kind of page of the customers list."""
    address = reverse("customers:list")
    for name, query in queries(member):
        both = beside_floor(visitor, lambda asked=query: visitor.get(f"{address}?{asked}"))  # type: ignore[misc]  # mypy cannot tell what a default is
        page = both.page
        board.add(
            f"customers: {name}",
            page.typical,
            "ms",
            raw=both.floor.typical,
            goal=GOAL,
            met=both.ratio <= TIMES_FLOOR
            and page.typical_database <= DATABASE_MS
            and page.statements <= STATEMENTS,
            database_ms=page.typical_database,
            statements=page.statements,
        )


def queries(member: Membership) -> Iterator[tuple[str, str]]:
    """What is asked for, and its query string."""
    yield "first page", ""
    yield "last page", "last=1"
    yield "page in the middle", f"after={_middle(member)}"
    yield "100 a page", "size=100"
    for key in TABS:
        yield f"tab {key}", f"tab={key}"
        yield f"tab {key}, by revenue", f"tab={key}&sort=-revenue"
        yield f"tab {key}, last page", f"tab={key}&last=1"
    for key in SORTS:
        yield f"by {key}, rising", f"sort={key}"
        yield f"by {key}, falling", f"sort=-{key}"
    filters = dict(_filters(member))
    for name, query in filters.items():
        yield f"filter {name}", query
        yield f"filter {name}, by last visit", f"{query}&sort=-last_visit"
    yield from _combined(filters)


def _middle(member: Membership) -> str:
    """A place half way down the alphabet."""
    cards = ClientCard.objects.filter(workspace_id=member.workspace_id).order_by("sort_name", "pk")
    half = cards.count() // 2
    name, pk = cards.values_list("sort_name", "pk")[half]
    return token_of(name, pk, half + 1)


def _filters(member: Membership) -> Iterator[tuple[str, str]]:
    of = {"workspace_id": member.workspace_id}
    tags = {name: pk for pk, name in Tag.objects.filter(**of).values_list("pk", "name")}
    technician = Membership.objects.filter(**of, role=Role.TECHNICIAN).order_by("pk")[0]
    yield "source Google", f"source={Source.objects.get(**of, name='Google').pk}"
    yield "type Commercial", f"type={CustomerType.objects.get(**of, name='Commercial').pk}"
    yield "tag Repeat (common)", f"tag={tags['Repeat']}"
    yield "tag HOA (rare)", f"tag={tags['HOA']}"
    yield "two tags", f"tag={tags['VIP']}&tag={tags['Dog']}"
    yield "either of two tags", f"tag_any={tags['VIP']}&tag_any={tags['HOA']}"
    yield "assigned to a member", f"assigned={technician.pk}"
    yield "assigned to nobody", "assigned=none"
    yield "account", f"account={Account.objects.filter(**of)[0].pk}"
    yield "created this month", "created_from=month"
    yield "created two years ago", "created_from=-3y&created_to=-2y"
    yield "last visit 12 to 24 months ago", "last_visit_from=-24m&last_visit_to=-12m"
    yield "never visited", "last_visit=never"
    yield "owes money", "balance=1"
    yield "flagged", "flagged=1"
    yield "active in the header", "active=1"
    yield "with jobs", "with_jobs=1"
    yield "dormant", "status=dormant"
    yield "own field: plan", "cf_service_plan=premium"
    yield "own field: number", "cf_windows_from=40&cf_windows_to=50"
    yield "own field: date", "cf_plan_renews_from=today&cf_plan_renews_to=%2B30d"


def _combined(filters: dict[str, str]) -> Iterator[tuple[str, str]]:
    three = "&".join(filters[name] for name in ("source Google", "tag Repeat (common)", "type Commercial"))
    visited = filters["last visit 12 to 24 months ago"]
    yield "three filters", three
    yield "three filters, by revenue", f"{three}&sort=-revenue"
    yield "five filters, by revenue", f"{three}&{filters['assigned to a member']}&with_jobs=1&sort=-revenue"
    yield "Inactive and last visit 12 to 24 months ago", f"tab=inactive&{visited}"
    yield "tag, range and balance, by revenue", f"{filters['tag Repeat (common)']}&balance=1&sort=-revenue"
