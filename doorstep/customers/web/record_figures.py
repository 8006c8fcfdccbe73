"""The figures at the right of a customer's page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from doorstep.billing.permissions import VIEW_MONEY
from doorstep.billing.queries import money_summary
from doorstep.core.money import format_money
from doorstep.core.webkit.moments import day_or_moment, nothing
from doorstep.customers.queries.record import CustomerRecord
from doorstep.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `hint` says how it is computed, `href` opens the records behind it."""

    label: str
    value: str
    href: str
    hint: str
    note: str = ""


def record_figures(actor: Actor, record: CustomerRecord) -> list[Figure]:
    """What the actor may see of the customer's figures. Two statements for who may see money, else none."""
    writer = _Writer(actor, record)
    if not actor.can(VIEW_MONEY):
        return list(writer.work())
    return [*writer.worth(), *writer.work(), *writer.dates()]


class _Writer:
    def __init__(self, actor: Actor, record: CustomerRecord) -> None:
        self.actor, self.workspace, self.card = actor, actor.workspace, record.card
        self.pk = record.customer.pk
        self.jobs = reverse("customers:tab-jobs", args=[self.pk])
        self.invoices = reverse("customers:tab-invoices", args=[self.pk])

    def worth(self) -> Iterator[Figure]:
        card = self.card
        summary = money_summary(self.actor, self.pk, card)
        sums = (
            (
                _("Lifetime revenue"),
                card.lifetime_revenue_cents,
                _("The sum of all invoices that were paid in full"),
            ),
            (
                _("Last 12 months"),
                card.recent_revenue_cents,
                _("Invoices that became paid in the last 12 months"),
            ),
            (_("Open balance"), card.open_balance_cents, _("What is still owed on issued invoices")),
        )
        for label, cents, hint in sums:
            yield Figure(label, self._money(cents or None), self.invoices, hint)
        yield Figure(_("Invoices"), _number(card.invoice_count), self.invoices, _("Issued and not void"))
        yield Figure(
            _("Average invoice"),
            self._money(summary.average_invoice_cents),
            self.invoices,
            _("The total of issued invoices divided by their number"),
            note=summary.pays,
        )

    def work(self) -> Iterator[Figure]:
        card = self.card
        yield Figure(_("Jobs"), _number(card.jobs_count), self.jobs, _("All jobs that were not cancelled"))
        for label, day, hint in (
            (_("Last visit"), card.last_visit_on, _("The day of the latest completed job")),
            (_("Last job"), card.last_job_on, _("The day of the latest job that was not cancelled")),
        ):
            yield Figure(label, self._day(day), self.jobs, hint)

    def dates(self) -> Iterator[Figure]:
        for label, day, hint in (
            (_("Last invoice"), self.card.last_invoice_on, _("The day the latest invoice was issued")),
            (_("Last payment"), self.card.last_payment_on, _("The day money was last received")),
        ):
            yield Figure(label, self._day(day), self.invoices, hint)

    def _money(self, cents: int | None) -> str:
        if cents is None:
            return nothing()
        return format_money(cents, self.workspace.currency, self.workspace.locale)

    def _day(self, day: date) -> str:
        return day_or_moment(day, self.workspace.locale.replace("-", "_"), self.workspace.zone)


def _number(number: int) -> str:
    return str(number) if number else nothing()
