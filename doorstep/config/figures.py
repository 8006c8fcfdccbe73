"""Where the figures on a client's card come from, bottom of the ladder first.

Each path names a core.figures.FigureSource. Every card column but the keys and the few that are derived
from the others (clients.cards) has exactly one owner here.
"""

from doorstep.clients.facets import Facet
from doorstep.core.figures import SourceEntry

FIGURE_SOURCES = {
    "clients": SourceEntry(
        "doorstep.clients.figures.client_figures",
        columns=("sort_name", "archived", "assigned_to_id", "created_on"),
        facet_kinds=(Facet.TAG, Facet.SOURCE, Facet.MEMBER, Facet.OPTION, Facet.CHECKED),
    ),
    "customers": SourceEntry(
        "doorstep.customers.figures.customer_figures",
        columns=("standing", "dormant", "flagged_on"),
        facet_kinds=(Facet.CUSTOMER_TYPE, Facet.ACCOUNT),
    ),
    "jobs": SourceEntry(
        "doorstep.jobs.figures.job_figures",
        columns=("jobs_count", "completed_jobs", "last_job_on", "last_visit_on", "due_back_on"),
    ),
    "billing": SourceEntry(
        "doorstep.billing.figures.money_figures",
        columns=(
            "lifetime_revenue_cents",
            "recent_revenue_cents",
            "open_balance_cents",
            "invoice_count",
            "last_invoice_on",
            "last_payment_on",
            "last_paid_on",
            "overdue_on",
        ),
    ),
}
