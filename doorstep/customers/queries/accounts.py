"""Accounts with what their customers amount to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum

from doorstep.clients.models import ClientCard
from doorstep.customers.models import Account
from doorstep.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """Summed over the account's customers that the actor sees. Money in minor units."""

    customers: int = 0
    lifetime_revenue_cents: int = 0
    recent_revenue_cents: int = 0
    open_balance_cents: int = 0
    jobs_count: int = 0
    invoice_count: int = 0


def account_figures(actor: Actor, account_ids: Sequence[int]) -> Mapping[int, AccountFigures]:
    """The figures of each account. One statement."""
    sums: dict[str, Any] = {
        name: Sum(name)
        for name in (
            "lifetime_revenue_cents",
            "recent_revenue_cents",
            "open_balance_cents",
            "jobs_count",
            "invoice_count",
        )
    }
    cards = ClientCard.objects.visible_to(actor).filter(client__customer__account_id__in=account_ids)
    rows = (
        cards.values_list("client__customer__account_id").annotate(customers=Count("pk"), **sums).order_by()
    )
    found = {account_id: AccountFigures(*figures) for account_id, *figures in rows}
    return {pk: found.get(pk, AccountFigures()) for pk in account_ids}


def accounts_page(
    actor: Actor, *, q: str, after: str, archived: bool, size: int
) -> tuple[list[Account], str]:
    """Accounts by name from `after` on, and where to go on ("": the end). `q`: part of the name."""
    rows: QuerySet[Account] = Account.objects.visible_to(actor).filter(archived_at__isnull=not archived)
    if q:
        rows = rows.filter(name__icontains=q)
    if after:
        rows = rows.filter(name__gt=after)
    page = list(rows.order_by("name")[: size + 1])
    return page[:size], page[size - 1].name if len(page) > size else ""


def account_customers(
    actor: Actor, account_id: int, *, after: int, size: int
) -> tuple[list[ClientCard], int]:
    """Cards of the account's customers from `after` (a client id) on, and where to go on (0: the end)."""
    cards = ClientCard.objects.visible_to(actor).filter(
        client__customer__account_id=account_id, client_id__gt=after
    )
    page = list(cards.select_related("client").order_by("client_id")[: size + 1])
    return page[:size], page[size - 1].pk if len(page) > size else 0
