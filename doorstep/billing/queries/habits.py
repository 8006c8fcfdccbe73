"""How a customer pays and how often it is invoiced, for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from doorstep.billing.lines import rounded
from doorstep.billing.models import Invoice
from doorstep.billing.permissions import VIEW_MONEY
from doorstep.clients.models import ClientCard
from doorstep.identity.actor import Actor

LOOKED_AT = 24  # the latest invoices: how somebody paid ten years ago says little
MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class MoneySummary:
    """What one customer is worth and how it pays. None where there is too little to tell."""

    card: ClientCard
    average_invoice_cents: int | None
    invoice_count: int
    days_to_pay: int | None  # the median, from the invoice's day
    paid_on_time: int  # of the latest 24 invoices
    paid_late: int
    invoiced_every_days: int | None  # the median between days with an invoice

    @property
    def pays(self) -> str:
        """The pattern in words; "" when nothing was ever paid."""
        paid = self.paid_on_time + self.paid_late
        if not paid:
            return ""
        if self.paid_on_time >= MOSTLY * paid:
            return _("Pays on time")
        return _("Pays late") if self.paid_late >= MOSTLY * paid else _("Sometimes pays late")


def money_summary(actor: Actor, customer_id: int, card: ClientCard | None = None) -> MoneySummary:
    """The figures of one customer's page. Three statements, two with the customer's `card` at hand.

    Raises PermissionDenied; ClientCard.DoesNotExist, also when not visible to the actor.
    """
    actor.require(VIEW_MONEY)
    card = card or ClientCard.objects.visible_to(actor).get(pk=customer_id)
    issued = Invoice.objects.visible_to(actor).filter(customer_id=customer_id, status=Invoice.Status.ISSUED)
    sums = issued.aggregate(count=Count("pk"), total=Sum("total_cents"))
    latest = issued.order_by("-issued_on", "-pk").values_list("issued_on", "due_on", "paid_on")[:LOOKED_AT]
    rows = [(issued_on, due_on or issued_on, paid_on) for issued_on, due_on, paid_on in latest if issued_on]
    paid = [(issued_on, due_on, paid_on) for issued_on, due_on, paid_on in rows if paid_on]
    on_time = sum(paid_on <= due_on for _issued, due_on, paid_on in paid)
    return MoneySummary(
        card=card,
        average_invoice_cents=rounded(int(sums["total"]), sums["count"]) if sums["count"] else None,
        invoice_count=sums["count"],
        days_to_pay=_middle([max(0, (paid_on - issued_on).days) for issued_on, _due, paid_on in paid]),
        paid_on_time=on_time,
        paid_late=len(paid) - on_time,
        invoiced_every_days=_middle(_intervals([row[0] for row in rows])),
    )


def _intervals(days: Sequence[date]) -> list[int]:
    return [(later - earlier).days for earlier, later in pairwise(sorted(set(days)))]


def _middle(days: Sequence[int]) -> int | None:
    return round(median(days)) if days else None
