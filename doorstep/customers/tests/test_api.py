"""Customers through the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.billing.tests.builders import make_invoice, make_payment
from doorstep.customers.models import Account, Customer, CustomerType
from doorstep.customers.tests.builders import make_customer, make_source, make_tag, make_type
from doorstep.identity.tests.api_client import fields_of
from doorstep.jobs.tests.builders import make_visit
from doorstep.vocabulary.actions.custom_fields import create_custom_field

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(owner, api_for):
    return api_for(owner)


def names(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [item["name"] for item in response.json()["items"]]


def test_a_customer_is_created_read_and_changed(api, owner, workspace):
    kind, tag, source = make_type(workspace), make_tag(workspace), make_source(workspace)
    body = {
        "type_id": kind.pk,
        "first_name": "Ana",
        "last_name": "Torres",
        "email": "Ana@Example.com",
        "phones": [{"typed": "(512) 555-0143 ext 7", "kind": "work"}],
        "address": {"line1": "12 Elm", "town": "Austin", "county": "TX", "postcode": "78701"},
        "tag_ids": [tag.pk],
        "source_id": source.pk,
        "payment_terms_days": 30,
    }
    made = api.post("/customers", body)
    assert made.status_code == 201, made.content
    assert made["Location"] == f"/api/v1/customers/{made.json()['id']}"
    found = api.client.get(made["Location"], headers=api.authorization).json()
    assert found == made.json()
    assert found["name"] == "Ana Torres"
    assert found["phones"] == [
        {"kind": "work", "typed": "(512) 555-0143 ext 7", "e164": "+15125550143", "extension": "7"}
    ]
    assert found["address"]["postcode"] == "78701"
    assert found["tags"] == [{"id": tag.pk, "name": "VIP"}]
    assert found["assigned_to"]["id"] == owner.membership_id
    changed = api.patch(
        f"/customers/{found['id']}", {"last_name": "Diaz", "tag_ids": [], "source_id": None}, made["ETag"]
    ).json()
    assert (changed["name"], changed["tags"], changed["source"]) == ("Ana Diaz", [], None)
    assert changed["phones"] == found["phones"]


def test_a_zip_code_fills_in_town_and_state_as_on_the_form(api, workspace):
    body = {"type_id": make_type(workspace).pk, "last_name": "Torres"}
    made = api.post("/customers", body | {"address": {"line1": "12 Elm", "postcode": "80302"}}).json()
    assert (made["address"]["town"], made["address"]["county"]) == ("Boulder", "CO")
    place = {"line1": "7 Oak", "postcode": "80302", "town": "Gold Hill", "county": "colorado"}
    added = api.post(f"/customers/{made['id']}/properties", place).json()
    assert (added["town"], added["county"]) == ("Gold Hill", "CO")


def test_custom_fields_are_read_and_written_by_their_keys(api, owner):
    create_custom_field(actor=owner, on="customer", label="Gate code", kind="text")
    create_custom_field(actor=owner, on="customer", label="Deposit", kind="money")
    customer = make_customer(owner, custom={"gate_code": "1234"})
    path = f"/customers/{customer.pk}"
    changed = api.patch(path, {"custom": {"deposit": 5_000}}, '"1"').json()
    assert changed["custom"] == {"gate_code": "1234", "deposit": 5_000}
    response = api.patch(path, {"custom": {"colour": "red"}}, '"2"')
    assert (response.status_code, fields_of(response)) == (422, ["custom.colour"])


def test_figures_hold_money_only_for_who_may_see_it(owner, technician, dispatcher, api_for):
    customer = make_customer(owner)
    make_visit(owner, customer, owner.workspace.today())
    make_invoice(owner, customer)
    make_payment(owner, customer, 4_000)
    figures = api_for(owner).get(f"/customers/{customer.pk}").json()["figures"]
    assert (figures["currency"], figures["open_balance_cents"]) == ("USD", 6_000)
    hidden = api_for(dispatcher).get(f"/customers/{customer.pk}").json()["figures"]
    assert (hidden["open_balance_cents"], hidden["lifetime_revenue_cents"]) == (None, None)
    assert hidden["completed_jobs"] == 1
    assert api_for(technician).get(f"/customers/{customer.pk}").status_code == 404


def test_the_list_takes_the_parameters_of_the_page(api, owner, workspace):
    vip = make_tag(workspace)
    ana = make_customer(owner, first_name="Ana", last_name="Torres", tags=("VIP",), phones=("512 555 0143",))
    make_customer(owner, first_name="Bob", last_name="Smith", email="bob@example.com")
    make_invoice(owner, ana)
    assert names(api.get("/customers")) == ["Ana Torres", "Bob Smith"]
    assert names(api.get("/customers?sort=-name")) == ["Bob Smith", "Ana Torres"]
    assert names(api.get("/customers?sort=-balance")) == ["Ana Torres", "Bob Smith"]
    assert names(api.get("/customers?q=5550143")) == ["Ana Torres"]
    assert names(api.get("/customers?q=bob@example.com")) == ["Bob Smith"]
    assert names(api.get(f"/customers?tag={vip.pk}&tab=prospect&balance=1")) == ["Ana Torres"]
    assert names(api.get(f"/customers?not_tag={vip.pk}")) == ["Bob Smith"]
    assert names(api.get(f"/customers?assigned=me&assigned={owner.membership_id}")) == [
        "Ana Torres",
        "Bob Smith",
    ]
    assert names(api.get("/customers?created_from=-1d&created_to=today&last_visit=never&active=1")) == [
        "Ana Torres"
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("tab=gone", "tab"),
        ("status=asleep", "status"),
        ("type=x", "type"),
        ("type=4711", "type"),
        ("tag_any=4711", "tag_any"),
        ("not_tag=4711", "not_tag"),
        ("created_from=yesterday", "created_from"),
        ("created_from=2026-03-01&created_to=2026-02-01", "created_to"),
        ("last_visit=sometimes", "last_visit"),
        ("balance=yes", "balance"),
        ("run=x", "run"),
        ("run=4711", "run"),
        ("cf_colour=red", "cf_colour"),
        ("colour=red", "colour"),
        ("page=2", "page"),
        ("sort=colour", "sort"),
        ("cursor=%00", "cursor"),
        ("cursor=W10", "cursor"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=many", "limit"),
    ],
)
def test_what_the_page_would_ignore_is_refused_by_name(api, query, field):
    response = api.get(f"/customers?{query}")
    assert response.status_code == 422, response.content
    assert fields_of(response) == [field]


def test_who_may_not_see_money_cannot_sort_by_it(owner, dispatcher, api_for):
    assert fields_of(api_for(dispatcher).get("/customers?sort=-revenue")) == ["sort"]


@pytest.mark.parametrize("sort", ["name", "-name", "-created", "last_visit", "-balance"])
def test_pages_follow_each_other_to_the_end_without_gap_or_repetition(api, owner, sort):
    made = {make_customer(owner, last_name=f"Torres{n % 3}").pk for n in range(7)}
    seen, cursor = [], ""
    while True:
        page = api.get(f"/customers?limit=3&sort={sort}&cursor={cursor}").json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == 7
    assert set(seen) == made


def test_the_list_costs_the_same_with_one_row_and_with_fifty(api, owner):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert api.get("/customers?limit=50").status_code == 200
        return len(asked)

    make_customer(owner, phones=("512 555 0100",), tags=("VIP",))
    statements()  # the first of the day rolls the figures, and notes the token's use
    one = statements()
    for n in range(49):
        make_customer(owner, phones=(f"512 555 01{n:02}",), tags=("VIP", "Gold"))
    assert statements() == one <= 8


def test_a_customer_is_tagged_archived_made_dormant_and_flagged(api, owner, workspace):
    customer, tag = make_customer(owner), make_tag(workspace)
    path = f"/customers/{customer.pk}"
    assert api.put(f"{path}/tags/{tag.pk}").json()["tags"] == [{"id": tag.pk, "name": "VIP"}]
    assert api.put(f"{path}/tags/{tag.pk}").status_code == 200
    assert api.delete(f"{path}/tags/{tag.pk}").json()["tags"] == []
    flagged = api.put(f"{path}/follow-up", {"reason": "Asked for a call", "on": "2026-12-01"}).json()
    assert flagged["follow_up"]["reason"] == "Asked for a call"
    assert api.delete(f"{path}/follow-up").json()["follow_up"] is None
    assert api.post(f"{path}/dormant", {"reason": "Moved"}).json()["dormant_reason"] == "Moved"
    assert api.post(f"{path}/reactivate").json()["dormant_at"] is None
    assert api.post(f"{path}/archive").json()["archived_at"]
    assert names(api.get("/customers")) == []
    assert api.post(f"{path}/restore").json()["archived_at"] is None


def test_a_refusal_of_the_trade_is_a_422_in_words(api, owner):
    customer = make_customer(owner)
    make_invoice(owner, customer)
    response = api.post(f"/customers/{customer.pk}/archive")
    assert response.status_code == 422
    assert "open balance" in response.json()["detail"]
    assert fields_of(api.put(f"/customers/{customer.pk}/follow-up", {"reason": " "})) == ["reason"]


def test_types_are_kept(api):
    made = api.post("/customer-types", {"name": "Landlord", "kind": "person"})
    path = f"/customer-types/{made.json()['id']}"
    assert api.patch(path, {"name": "Landlords"}, made["ETag"]).json()["name"] == "Landlords"
    assert fields_of(api.post("/customer-types", {"name": "Landlords", "kind": "person"})) == ["name"]
    assert fields_of(api.post("/customer-types", {"name": "X", "kind": "animal"})) == ["kind"]
    api.post("/customer-types", {"name": "Commercial", "kind": "company"})
    assert api.post(f"{path}/archive").json()["archived_at"]
    assert api.post(f"{path}/restore").json()["archived_at"] is None
    assert names(api.get("/customer-types")) == ["Landlords", "Commercial"]
    assert CustomerType.objects.count() == 2


def test_accounts_are_kept(api, owner):
    made = api.post("/accounts", {"name": "Chain", "notes": "Pays monthly"})
    path = f"/accounts/{made.json()['id']}"
    assert api.patch(path, {"notes": "Pays weekly"}, '"1"').json()["version"] == 2
    customer = make_customer(owner, account_id=made.json()["id"])
    assert names(api.get(f"/customers?account={made.json()['id']}")) == [str(customer)]
    assert api.post(f"{path}/archive").json()["archived_at"]
    assert api.post(f"{path}/restore").json()["archived_at"] is None
    assert api.get(path).json()["notes"] == "Pays weekly"


def test_nothing_of_another_workspace_is_there(owner, stranger, api_for):
    customer, tag, account = (
        make_customer(owner),
        make_tag(owner.workspace),
        Account.objects.create(workspace=owner.workspace, name="Chain"),
    )
    api, path = api_for(stranger), f"/customers/{customer.pk}"
    theirs = make_customer(stranger)
    for method, address, body in [
        ("GET", path, None),
        ("PATCH", path, {"first_name": "Eve"}),
        ("PUT", f"{path}/tags/{tag.pk}", None),
        ("PUT", f"/customers/{theirs.pk}/tags/{tag.pk}", None),
        ("POST", f"{path}/archive", None),
        ("PUT", f"{path}/follow-up", {"reason": "x"}),
        ("GET", f"/accounts/{account.pk}", None),
        ("PATCH", f"/accounts/{account.pk}", {"name": "Mine"}),
        ("GET", f"/customer-types/{customer.type_id}", None),
        ("POST", f"/customer-types/{customer.type_id}/archive", None),
    ]:
        response = api.send(method, address, body, {"If-Match": '"1"'})
        assert response.status_code == 404, (method, address, response.content)
    assert names(api.get("/customers")) == [str(theirs)]
    assert names(api.get("/accounts")) == []
    references = {"type_id": customer.type_id, "last_name": "x"}
    assert fields_of(api.post("/customers", references)) == ["type_id"]
    assert Customer.objects.get(pk=customer.pk).client.first_name == "Jane"


def test_a_salesperson_sees_and_changes_only_their_own(owner, salesperson, api_for):
    theirs = make_customer(owner, assigned_to_id=salesperson.membership_id)
    other = make_customer(owner)
    api = api_for(salesperson)
    assert names(api.get("/customers")) == [str(theirs)]
    assert api.get(f"/customers/{other.pk}").status_code == 404
    assert api.patch(f"/customers/{other.pk}", {"first_name": "Eve"}, '"1"').status_code == 404
    assert api.post("/customer-types", {"name": "x", "kind": "person"}).status_code == 403
