"""Accounts in the browser: the list, the page of one, its customers."""

import pytest

from doorstep.clients.models import ClientCard
from doorstep.customers.actions.accounts import create_account
from doorstep.customers.models import Account, Customer
from doorstep.customers.tests.builders import make_customer

HTMX = {"HTTP_HX_REQUEST": "true"}


def _text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def _worth(customer, **figures):
    ClientCard.objects.filter(pk=customer.pk).update(**figures)


def test_the_list_and_the_page_add_up_the_customers_of_each_account(client_for, csr):
    elm, oak = create_account(actor=csr, name="Elm Group"), create_account(actor=csr, name="Oak")
    for number in (1, 2):
        customer = make_customer(csr, account_id=elm.pk)
        _worth(customer, lifetime_revenue_cents=100_000 * number, open_balance_cents=2_500, jobs_count=3)
    make_customer(csr)
    browser = client_for(csr)
    text = _text(browser.get("/accounts"))
    assert text.index("Elm Group") < text.index("Oak")
    for words in ("$3,000.00", "$50.00"):
        assert words in text
        assert words in _text(browser.get(f"/accounts/{elm.pk}"))
    assert "No customers yet" in _text(browser.get(f"/accounts/{oak.pk}"))


def test_money_is_shown_only_to_those_who_may_see_it(client_for, csr, dispatcher):
    account = create_account(actor=csr, name="Elm Group")
    _worth(make_customer(csr, account_id=account.pk), lifetime_revenue_cents=100_000)
    for address in ("/accounts", f"/accounts/{account.pk}"):
        assert "$1,000" not in _text(client_for(dispatcher).get(address))


def test_sums_count_only_the_customers_one_sees(client_for, owner, salesperson):
    account = create_account(actor=owner, name="Elm Group")
    make_customer(owner, account_id=account.pk, last_name="Hidden")
    make_customer(salesperson, account_id=account.pk, last_name="Shown")
    text = _text(client_for(salesperson).get(f"/accounts/{account.pk}"))
    assert "Shown" in text
    assert "Hidden" not in text


def test_an_account_is_made_renamed_archived_and_restored(client_for, csr):
    browser = client_for(csr)
    assert "<html" not in _text(browser.get("/accounts/new", **HTMX))
    made = browser.post("/accounts/new", {"name": "<b>Elm</b>", "notes": "Bills"})
    account = Account.objects.get()
    assert made["Location"] == f"/accounts/{account.pk}"
    page = _text(browser.get(f"/accounts/{account.pk}"))
    assert "<b>Elm" not in page
    assert browser.post("/accounts/new", {"name": "<b>Elm</b>"}).status_code == 422
    browser.post(f"/accounts/{account.pk}/edit", {"name": "Elm", "notes": "", "version": 1})
    stale = browser.post(f"/accounts/{account.pk}/edit", {"name": "Oak", "notes": "", "version": 1})
    assert "Saved meanwhile: “Elm”" in stale.content.decode()
    browser.post(f"/accounts/{account.pk}/archive")
    assert "Elm" not in _text(browser.get("/accounts?q=el"))
    assert "Elm" in _text(browser.get("/accounts?archived=1"))
    browser.post(f"/accounts/{account.pk}/restore")
    assert Account.objects.get().archived_at is None


def test_customers_are_looked_for_put_in_and_taken_out(client_for, csr):
    account = create_account(actor=csr, name="Elm Group")
    customer = make_customer(csr, first_name="Ana", last_name="Ruiz")
    browser = client_for(csr)
    address = f"/accounts/{account.pk}"
    assert "Ana Ruiz" in _text(browser.get(f"{address}?q=ruiz", **HTMX))
    browser.post(f"{address}/customers", {"add": customer.pk}, **HTMX)
    assert Customer.objects.get().account == account
    assert "Nobody outside" in _text(browser.get(f"{address}?q=ruiz", **HTMX))
    browser.post(f"{address}/customers", {"remove": customer.pk})
    assert Customer.objects.get().account is None


def test_the_list_goes_on_by_name(client_for, csr, monkeypatch):
    monkeypatch.setattr("doorstep.customers.web.accounts._SIZE", 2)
    for name in ("C", "A & B", "B"):
        create_account(actor=csr, name=name)
    browser = client_for(csr)
    assert "after=B" in _text(browser.get("/accounts"))
    assert "A &amp; B" not in _text(browser.get("/accounts?after=B"))


@pytest.mark.parametrize("verb", ["edit", "archive", "restore", "customers"])
def test_nobody_without_the_capability_and_nobody_next_door(client_for, csr, technician, stranger, verb):
    account = create_account(actor=csr, name="Elm")
    address = f"/accounts/{account.pk}"
    assert client_for(technician).post(f"{address}/{verb}").status_code == 403
    assert client_for(stranger).post(f"{address}/{verb}").status_code == 404
    assert client_for(stranger).get(address).status_code == 404
    assert client_for(technician).post("/accounts/new").status_code == 403


def test_pages_cost_the_same_with_one_and_with_fifty_rows(client_for, owner, django_assert_max_num_queries):
    account = create_account(actor=owner, name="Elm")
    browser = client_for(owner)
    for number in range(50):
        create_account(actor=owner, name=f"No. {number}")
        make_customer(owner, account_id=account.pk)
    with django_assert_max_num_queries(7):
        browser.get("/accounts")
    with django_assert_max_num_queries(8):
        browser.get(f"/accounts/{account.pk}")
