"""Reading pairs, and what a merge of two would do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from doorstep.activity.models import Entry
from doorstep.clients.models import Client, ClientCard
from doorstep.customers.models import Customer
from doorstep.duplicates.finding.scoring import in_words, score
from doorstep.duplicates.finding.traits import read_traits
from doorstep.duplicates.kinds import SCAN
from doorstep.duplicates.merging.choices import Sides
from doorstep.duplicates.merging.rules import TO_CLIENT, table_of
from doorstep.duplicates.models import DuplicatePair
from doorstep.identity.actor import Actor
from doorstep.runs.models import Run

State, Strength = DuplicatePair.State, DuplicatePair.Strength
#: The tabs of the page: which pairs each has.
SHOWN: dict[str, Q] = {
    "confident": Q(state=State.OPEN, strength=Strength.CONFIDENT),
    "likely": Q(state=State.OPEN, strength=Strength.LIKELY),
    "household": Q(state=State.OPEN, strength=Strength.HOUSEHOLD),
    "dismissed": Q(state=State.DISMISSED),
}


def pairs_shown(actor: Actor, shown: str) -> QuerySet[DuplicatePair]:
    """The pairs of one tab, the most alike first, with both records and their cards."""
    pairs = DuplicatePair.objects.visible_to(actor).filter(SHOWN[shown])
    return pairs.select_related("low__card", "high__card").order_by("-score", "pk")


def pair_counts(actor: Actor) -> dict[str, int]:
    """How many pairs each tab has. One statement."""
    counts = {name: Count("pk", filter=condition) for name, condition in SHOWN.items()}
    return DuplicatePair.objects.visible_to(actor).aggregate(**counts)


def better_first(one: int, other: int) -> tuple[int, int]:
    """Which record should stay: the one that more was done for, else the older one. One statement."""
    cards = {card.pk: card for card in ClientCard.objects.filter(pk__in=(one, other))}

    def worth(pk: int) -> tuple[bool, int, int]:
        card = cards.get(pk)
        if card is None:
            return False, 0, -pk
        return not card.archived, card.jobs_count + card.invoice_count, -pk

    first, second = sorted((one, other), key=worth, reverse=True)
    return first, second


def sides(actor: Actor, survivor_id: int, other_id: int) -> Sides:
    """Both records with their paying sides. Two statements. Raises Client.DoesNotExist when not visible."""
    clients = Client.objects.visible_to(actor).select_related("assigned_to__user", "source", "card")
    found = clients.in_bulk([survivor_id, other_id])
    if survivor_id not in found or other_id not in found:
        raise Client.DoesNotExist
    pays = Customer.objects.select_related("type", "account", "sold_by__user")
    paying = pays.in_bulk([survivor_id, other_id])
    return Sides(found[survivor_id], found[other_id], paying.get(survivor_id), paying.get(other_id))


@dataclass(frozen=True, slots=True)
class Moving:
    """How many rows of one table each of the two has."""

    words: str
    survivor: int
    other: int


def what_moves(survivor_id: int, other_id: int) -> list[Moving]:
    """What both have, by table; tables of which neither has any are left out. One statement a table."""
    found = []
    for key, line in TO_CLIENT.items():
        if not line.words:
            continue
        model, column = table_of(key)
        rows = model._base_manager.filter(**{f"{column}__in": (survivor_id, other_id)}).order_by()
        counts = dict(rows.values_list(column).annotate(Count("pk")))
        if counts:
            found.append(Moving(str(line.words), counts.get(survivor_id, 0), counts.get(other_id, 0)))
    return found


def why_alike(one: int, other: int) -> str:
    """What makes two records look like one, in words; "" when nothing does. Three statements."""
    traits = read_traits([one, other])
    if len(traits) < 2:
        return ""
    result = score(traits[one], traits[other])
    return in_words(result.reasons) if result else ""


def with_words(pairs: Iterable[DuplicatePair]) -> Sequence[tuple[DuplicatePair, str]]:
    """Each pair with its reasons in words."""
    return [(pair, in_words(pair.reasons)) for pair in pairs]


def pairs_of(actor: Actor, client_id: int) -> QuerySet[DuplicatePair]:
    """The open pairs that one client is in, the most alike first."""
    pairs = DuplicatePair.objects.visible_to(actor).filter(state=State.OPEN)
    mine = pairs.filter(Q(low_id=client_id) | Q(high_id=client_id))
    return mine.select_related("low__card", "high__card").order_by("-score", "pk")[:20]


def newest_entry(workspace_id: int) -> int:
    """The newest entry of the workspace that is about a client; 0 when there is none."""
    entries = Entry.objects.filter(workspace_id=workspace_id, client_id__isnull=False)
    # By the primary key from its end: the newest of a busy installation is near.
    return entries.order_by("-pk").values_list("pk", flat=True).first() or 0


def has_news(workspace_id: int) -> bool:
    """Whether anything has happened to a client since the last scan that came to its end."""
    scans = Run.objects.filter(workspace_id=workspace_id, kind=SCAN, state=Run.State.DONE)
    last = scans.order_by("-pk").values_list("params", flat=True).first()
    return last is None or newest_entry(workspace_id) > last.get("newest", 0)
