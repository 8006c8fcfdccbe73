"""Derived rows: narrow copies that lists, filters, counts and search read.

Written only by clients.cards and clients.search_text. Everything here can be rebuilt from the other tables
(`doorstep rebuild-figures`) and is compared with them by tests.
"""

from django.db import models
from django.db.models import Q

from doorstep.clients.models.client import Client
from doorstep.core.db import FAR, NEVER, FacetsField, FoldedField
from doorstep.identity.models import AssignedQuerySet, WorkspaceQuerySet, WorkspaceRow
from doorstep.vocabulary.models import CustomField

#: What lists are ordered by, and what else filters ask of a card.
_ORDERS = (
    *("sort_name", "lifetime_revenue_cents", "recent_revenue_cents", "invoice_count", "last_visit_on"),
    *("created_on", "open_balance_cents"),
)
_ASKED = (
    *("standing", "archived", "dormant", "assigned_to_id", "open_balance_cents", "completed_jobs"),
    *("created_on", "last_visit_on", "last_paid_on", "last_business_on", "last_activity_on"),
    *("follow_up_from", "flagged_on"),
)


def _order(name: str, column: str) -> models.Index:
    """The index of an order. It has all that filters ask, so that walking past thousands reads no table.

    The facets stand behind the key, where SQLite finds them too; the rest is PostgreSQL's alone.
    """
    down, bare = column.startswith("-"), column.removeprefix("-")
    fields = ["workspace", column, "-client" if down else "client", "facets"]
    include = [one for one in _ASKED if one != bare]
    return models.Index(fields=fields, name=name, condition=Q(archived=False), include=include)


def _few(name: str, column: str, which: Q) -> models.Index:
    """An index of the few cards that something is the matter with, whole enough to sort and filter them."""
    include = [one for one in dict.fromkeys((*_ORDERS, *_ASKED, "facets")) if one != column]
    condition = Q(archived=False) & which
    return models.Index(
        fields=["workspace", column, "client"], name=name, condition=condition, include=include
    )


class ClientCard(WorkspaceRow):
    """What lists filter and sort on. Money in minor units; NEVER and FAR stand for "no date" (core.db)."""

    walled = False

    class Standing(models.IntegerChoices):
        NONE = 0  # neither side yet
        LEAD = 1
        CUSTOMER = 2

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True, related_name="card")
    standing = models.PositiveSmallIntegerField(choices=Standing, default=Standing.NONE)
    sort_name = FoldedField(max_length=120)
    archived = models.BooleanField(default=False)
    dormant = models.BooleanField(default=False)
    assigned_to_id = models.BigIntegerField(null=True)
    created_on = models.DateField()
    lifetime_revenue_cents = models.BigIntegerField(default=0)
    recent_revenue_cents = models.BigIntegerField(default=0)  # right for Workspace.figures_on
    open_balance_cents = models.BigIntegerField(default=0)
    invoice_count = models.PositiveIntegerField(default=0)
    jobs_count = models.PositiveIntegerField(default=0)
    completed_jobs = models.PositiveIntegerField(default=0)
    last_job_on = models.DateField(default=NEVER)
    last_visit_on = models.DateField(default=NEVER)
    last_invoice_on = models.DateField(default=NEVER)
    last_payment_on = models.DateField(default=NEVER)
    last_paid_on = models.DateField(default=NEVER)  # the latest paid invoice
    last_business_on = models.DateField(default=NEVER)  # the latest job or invoice
    last_activity_on = models.DateField(default=NEVER)
    flagged_on = models.DateField(default=FAR)  # follow-up flagged by a member
    due_back_on = models.DateField(default=FAR)  # from when the usual interval is well exceeded
    overdue_on = models.DateField(default=FAR)  # from when the balance is overdue
    follow_up_from = models.DateField(default=FAR)  # the earliest of the three
    facets = FacetsField(sqlite_table="clients_card_facet")

    objects = AssignedQuerySet["ClientCard"].as_manager()

    class Meta:
        indexes = [
            _order("card_name", "sort_name"),
            _order("card_revenue", "-lifetime_revenue_cents"),
            _order("card_recent", "-recent_revenue_cents"),
            _order("card_invoices", "-invoice_count"),
            _order("card_visit", "-last_visit_on"),
            _order("card_created", "-created_on"),
            _order("card_balance", "-open_balance_cents"),
            _few("card_follow_up", "follow_up_from", Q(follow_up_from__lt=FAR)),
            _few("card_flagged", "flagged_on", Q(flagged_on__lt=FAR)),
            _few("card_dormant", "last_visit_on", Q(dormant=True)),
            models.Index(
                fields=["workspace", "sort_name", "client"], name="card_archived", condition=Q(archived=True)
            ),
            models.Index(
                fields=["workspace", "last_activity_on"], name="card_activity", condition=Q(archived=False)
            ),
        ]

    def __str__(self) -> str:
        return self.sort_name


class ClientSearch(WorkspaceRow):
    """One folded text per client: names, company, e-mails, phone digits, addresses.

    `sort_name`: as on the card, so that what a search finds is put in order without looking at each card.
    """

    walled = False

    client = models.OneToOneField(
        Client, on_delete=models.CASCADE, primary_key=True, related_name="search_row"
    )
    sort_name = FoldedField(max_length=120, default="")
    text = models.TextField()

    objects = WorkspaceQuerySet["ClientSearch"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "sort_name", "client"], name="search_name")]

    def __str__(self) -> str:
        return self.text[:40]


class CustomValue(WorkspaceRow):
    """A client's value of a text, link, number, money or date field, indexed for filters and ranges.

    `text`: folded, first 100 characters. `number`: thousandths of a number, minor units of money, a date's
    ordinal.
    """

    walled = False

    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="+", db_index=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="custom_values")
    text = FoldedField(max_length=100, blank=True)
    number = models.BigIntegerField(null=True)

    objects = WorkspaceQuerySet["CustomValue"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "field", "number", "client"], name="custom_number"),
            models.Index(fields=["workspace", "field", "text", "client"], name="custom_text"),
        ]

    def __str__(self) -> str:
        return self.text or str(self.number)


class CountDelta(WorkspaceRow):
    """A difference to one of the kept counts. A count is a sum; the worker folds many rows into one.

    Rows are only ever added by those who change records, so nobody waits for a counter.
    """

    walled = False

    class Fact(models.IntegerChoices):
        """What is counted: customers that are not archived, by the day the fact has (NEVER: no day)."""

        TOTAL = 1  # day: created_on
        WITH_JOBS = 2  # day: NEVER
        ACTIVITY = 3  # day: last_activity_on
        BUSINESS = 4  # day: last_business_on
        PAID = 5  # day: last_paid_on
        FOLLOW_UP = 6  # day: follow_up_from
        ARCHIVED = 7  # day: NEVER; the archived ones

    fact = models.PositiveSmallIntegerField(choices=Fact)
    day = models.DateField()
    delta = models.BigIntegerField()

    objects = WorkspaceQuerySet["CountDelta"].as_manager()

    class Meta:
        # With the delta in it, the sum is read from the index alone.
        indexes = [models.Index(fields=["workspace", "fact", "day", "delta"], name="count_delta_sum")]

    def __str__(self) -> str:
        return f"{self.fact} {self.day}: {self.delta:+}"
