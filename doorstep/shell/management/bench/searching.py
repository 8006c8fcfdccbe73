"""Search as you type, on the customers page and in the palette."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from django.urls import reverse

from doorstep.clients.models import Client, ClientPhone, Property
from doorstep.identity.models import Membership
from doorstep.shell.management.bench.clock import Timings
from doorstep.shell.management.bench.floor import FLOOR
from doorstep.shell.management.bench.pages import Compared
from doorstep.shell.management.bench.results import Board
from doorstep.shell.management.bench.visitor import Visitor

TERMS = 20
TIMES_FLOOR, DATABASE_MS = 3.0, 20.0
GOAL = f"≤ {TIMES_FLOOR:g} × floor; 95 in 100 ≤ {DATABASE_MS:g} ms in the database"


def measure_search(visitor: Visitor, member: Membership, board: Board) -> None:
    """Measure each kind of term, in both places, with terms of customers from the whole workspace."""
    places = {
        "customers page": f"{reverse('customers:list')}?q=",
        "palette": f"{reverse('shell:palette')}?q=",
    }
    for kind, terms in terms_of(member).items():
        for place, address in places.items():
            both = _search(visitor, [f"{address}{quote(term)}" for term in terms])
            slow = both.page.slow_database
            board.add(
                f"search, {place}: {kind}",
                both.page.typical,
                "ms",
                raw=both.floor.typical,
                goal=GOAL,
                met=both.ratio <= TIMES_FLOOR and slow <= DATABASE_MS,
                database_ms=slow,
                statements=both.page.statements,
            )


def _search(visitor: Visitor, addresses: Sequence[str]) -> Compared:
    """Each address once, the floor in between; one more before, to warm up."""
    both = Compared(Timings(), Timings())
    visitor.fragment(addresses[0], "results")
    for address in addresses[1:]:
        both.floor.turn(lambda: visitor.get(FLOOR))
        both.page.turn(lambda asked=address: visitor.fragment(asked, "results"))  # type: ignore[misc]  # mypy cannot tell what a default is
    return both


def terms_of(member: Membership) -> dict[str, list[str]]:
    """What people type, by kind: of customers spread evenly over the workspace."""
    ids = spread(member.workspace_id, TERMS + 1)
    clients = list(Client.objects.filter(pk__in=ids, kind=Client.Kind.PERSON))
    phones = ClientPhone.objects.filter(client_id__in=ids, contact=None).values_list("e164", flat=True)
    streets = Property.objects.filter(client_id__in=ids, is_primary=True).values_list("line1", flat=True)
    emails = [client.email for client in clients if client.email]
    words: dict[str, Callable[[], list[str]]] = {
        "last name": lambda: [client.last_name for client in clients],
        "first letters of a name": lambda: [client.name[:4] for client in clients],
        "two letters": lambda: [client.last_name[:2] for client in clients],
        "first and last name": lambda: [client.name for client in clients],
        "name in the middle": lambda: [client.last_name[1:5] for client in clients],
        "phone as displayed": lambda: [f"({one[2:5]}) {one[5:8]}-{one[8:]}" for one in phones],
        "phone, first digits": lambda: [f"({one[2:5]}) {one[5:8]}" for one in phones],
        "phone, last seven digits": lambda: [f"{one[5:8]}-{one[8:]}" for one in phones],
        "e-mail": lambda: emails,
        "part of an e-mail": lambda: [email.split("@")[0] for email in emails],
        "street": lambda: list(streets),
        "house number and street": lambda: [" ".join(street.split()[:2]) for street in streets],
        "nothing like it": lambda: [f"qx{number}zzy" for number in range(100, 110)],
    }
    return {kind: make() for kind, make in words.items()}


def spread(workspace_id: int, count: int) -> list[int]:
    """Ids of so many clients, evenly from the oldest to the newest."""
    clients = Client.objects.filter(workspace_id=workspace_id)
    first = clients.order_by("pk").values_list("pk", flat=True)[0]
    last = clients.order_by("-pk").values_list("pk", flat=True)[0]
    steps = (first + (last - first) * step // count for step in range(count))
    found = (clients.filter(pk__gte=pk).order_by("pk").values_list("pk", flat=True)[0] for pk in steps)
    return list(dict.fromkeys(found))
