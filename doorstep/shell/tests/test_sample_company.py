"""The sample company's figures, recomputed from the ledger by plain SQL."""

import pytest
from django.db import connection, transaction
from django.db.models import F

from doorstep.clients.cards import rebuild_figures
from doorstep.clients.counts import Fact, counted
from doorstep.clients.custom_values import indexed_values
from doorstep.clients.models import Client, ClientSearch, CountDelta, CustomValue
from doorstep.clients.search_text import search_texts
from doorstep.core.days import year_before
from doorstep.shell.management.commands.sample_company import make_sample_company
from doorstep.shell.sample.generator import generate

NOT_ARCHIVED = "FROM clients_client c WHERE c.workspace_id = %(workspace)s AND c.archived_at IS NULL"
BUSINESS = """
    (EXISTS (SELECT 1 FROM jobs_job j WHERE j.customer_id = c.id AND j.status <> 'cancelled'
             AND coalesce(j.completed_on, date(j.scheduled_at)) > %(year_ago)s)
     OR EXISTS (SELECT 1 FROM billing_invoice i WHERE i.customer_id = c.id AND i.status = 'issued'
                AND i.issued_on > %(year_ago)s))
"""
#: Invoices whose allocations of payments that are not void make up the total, by the day of the last one.
PAID_INVOICES = """
    SELECT i.customer_id FROM billing_invoice i
    JOIN billing_allocation a ON a.invoice_id = i.id JOIN billing_payment p ON p.id = a.payment_id
    WHERE i.status = 'issued' AND p.voided_at IS NULL AND i.workspace_id = %(workspace)s
    GROUP BY i.id, i.customer_id, i.total_cents
    HAVING sum(a.amount_cents) = i.total_cents
"""
PAID_THIS_YEAR = PAID_INVOICES + " AND max(p.received_on) > %(year_ago)s"
LAST_VISIT = (
    "(SELECT max(j.completed_on) FROM jobs_job j WHERE j.customer_id = c.id AND j.status = 'completed')"
)


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_sample_company()
        transaction.set_rollback(True)


@pytest.fixture
def ask(db, company):
    today = company.today()
    days = {"year_ago": year_before(today), "two_years_ago": year_before(year_before(today)), "today": today}

    def number(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql, {"workspace": company.pk, **{name: str(day) for name, day in days.items()}})
            return cursor.fetchone()[0]

    return number


def test_it_has_the_size_of_the_company_in_the_guide(company, ask):
    assert ask(f"SELECT count(*) {NOT_ARCHIVED}") == counted(company.pk, Fact.TOTAL) == 2598


def test_1140_had_a_job_or_an_invoice_within_twelve_months(company, ask):
    year_ago = year_before(company.today())
    by_hand = ask(f"SELECT count(*) {NOT_ARCHIVED} AND {BUSINESS}")
    assert by_hand == counted(company.pk, Fact.BUSINESS, after=year_ago) == 1140


def test_the_active_tab_counts_those_with_a_paid_invoice_within_twelve_months(company, ask):
    year_ago = year_before(company.today())
    by_hand = ask(f"SELECT count(DISTINCT customer_id) FROM ({PAID_THIS_YEAR}) AS paid")
    assert by_hand == counted(company.pk, Fact.PAID, after=year_ago)
    assert 1000 < by_hand < 1140


def test_380_were_last_visited_twelve_to_twenty_four_months_ago_and_are_inactive(company, ask):
    visited = f"{LAST_VISIT} > %(two_years_ago)s AND {LAST_VISIT} <= %(year_ago)s"
    assert ask(f"SELECT count(*) {NOT_ARCHIVED} AND {visited}") == 380
    assert ask(f"SELECT count(*) {NOT_ARCHIVED} AND {visited} AND NOT {BUSINESS}") == 380


def test_prospects_are_those_who_never_paid_an_invoice(company, ask):
    by_hand = ask(f"SELECT count(*) {NOT_ARCHIVED} AND c.id NOT IN ({PAID_INVOICES})")
    paid_ever = counted(company.pk, Fact.PAID, after=company.today().replace(year=1990))
    assert by_hand == 2598 - paid_ever
    assert by_hand > 300


def test_following_up_is_work_for_an_afternoon(company, db):
    assert 60 <= counted(company.pk, Fact.FOLLOW_UP, until=company.today()) <= 90


def test_its_cards_counts_and_texts_are_what_the_product_would_write(company, db):
    ids = list(Client.objects.filter(workspace=company).order_by("pk").values_list("pk", flat=True)[:500])
    texts = dict(ClientSearch.objects.filter(pk__in=ids).values_list("pk", "text"))
    assert rebuild_figures(workspace=company, check=True) == 0
    assert texts == search_texts(workspace=company, client_ids=ids)
    assert not ClientSearch.objects.exclude(sort_name=F("client__card__sort_name")).exists()
    said = {(row.field_id, row.client_id, row.number) for row in indexed_values(company, ids) or ()}
    rows = CustomValue.objects.filter(client_id__in=ids)
    assert said == set(rows.values_list("field_id", "client_id", "number"))


def test_the_kept_counts_are_folded(company, db):
    deltas = CountDelta.objects.filter(workspace=company)
    assert deltas.count() == deltas.values("fact", "day").distinct().count()


def test_every_reference_leads_somewhere(company, db):
    connection.check_constraints()


def test_more_can_be_added_without_a_number_or_an_e_mail_twice(company, db):
    generate(company, 50, seed=3, tell=lambda done: None)
    assert counted(company.pk, Fact.TOTAL) == 2648
    assert rebuild_figures(workspace=company, check=True) == 0
