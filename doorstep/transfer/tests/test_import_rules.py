"""What becomes of each row."""

from dataclasses import replace

import pytest
from django.db.models import F

from doorstep.clients.cards import rebuild_figures
from doorstep.clients.models import Client, ClientPhone, ClientSearch, CustomValue, Property
from doorstep.clients.search_text import search_texts
from doorstep.customers.models import Account, Customer
from doorstep.customers.tests.builders import make_customer, make_tag
from doorstep.runs.models import RunRow
from doorstep.transfer.intake.kind import ImportCustomers
from doorstep.transfer.tests.builders import (
    HEADER,
    bring_in,
    everything,
    outcomes,
    person,
    planned,
    reasons,
    rows_of,
    try_dry,
)
from doorstep.vocabulary.models import CustomField, Source, Tag

Outcome = RunRow.Outcome
JANE = person(phone="617-555-0123", email="Jane@Example.com", address="12 Elm St", zip="02139", tags="VIP")


def test_a_row_becomes_a_customer_with_phone_address_and_tags(owner):
    run = bring_in(owner, rows_of(JANE))
    customer = Customer.objects.get()
    assert run.counts == {Outcome.CREATED: 1}
    assert str(customer) == "Jane Doe"
    assert customer.type.name == "Residential"
    assert customer.client.email_key == "jane@example.com"
    assert ClientPhone.objects.get().e164 == "+16175550123"
    assert Property.objects.get().town == "Cambridge"  # from the postcode
    assert [row.tag.name for row in customer.client.client_tags.all()] == ["VIP"]


def test_derived_rows_are_what_rebuilding_makes_of_them(owner):
    make_tag(owner.workspace, "Old")
    header = (*HEADER, "source", "gate code", "alternate phone", "landlord")
    rows = [
        {**JANE, "source": "Google", "gate code": "Ä-4711", "alternate phone": "+44 20 7946 0018 ext 12"},
        person("O'Brien", "Zoë", phone="call me", zip="80202", city="Denver", landlord="Mr. Rich"),
        {"business_name": "Ünited & Co.", "phone": "617-555-0199 / 617-555-0198", "email": "a@b.co; c@d.co"},
    ]
    mapping = {"gate code": "new", "landlord": "landlord"}
    bring_in(owner, rows_of(*rows, header=header), mapping=mapping)
    ids = list(Client.objects.order_by("pk").values_list("pk", flat=True))
    assert len(ids) == 3
    assert rebuild_figures(workspace=owner.workspace, check=True) == 0
    stored = dict(ClientSearch.objects.values_list("pk", "text"))
    assert stored == search_texts(workspace=owner.workspace, client_ids=ids)
    assert not ClientSearch.objects.exclude(sort_name=F("client__card__sort_name")).exists()
    assert CustomValue.objects.get().text == "a-4711"


def test_the_same_phone_and_name_is_a_duplicate_however_it_is_written(owner):
    again = person("DOE", "jane ", phone="+1 (617) 555 0123")
    run = bring_in(owner, rows_of(JANE, again))
    assert outcomes(run) == [(2, Outcome.CREATED), (3, Outcome.DUPLICATE)]
    assert "“Jane Doe” in row 2" in reasons(run)[3]


@pytest.mark.parametrize(
    "again",
    [
        person(email="jane@example.COM"),
        person(zip="2139"),
        person("Doe", "J.", phone="6175550123"),
        person("Doe", "Jane Mary", phone="6175550123"),
        person("Doe", "", phone="6175550123"),
    ],
)
def test_duplicates_are_known_by_phone_then_email_then_name_and_postcode(owner, again):
    bring_in(owner, rows_of(JANE))
    run = bring_in(owner, rows_of(again))
    assert run.counts == {Outcome.DUPLICATE: 1}
    assert run.rows.get().client_id == Client.objects.get().pk


@pytest.mark.parametrize("trait", [{"phone": "617-555-0123"}, {"email": "jane@example.com"}])
@pytest.mark.parametrize("rule", ["skip", "update", "ask"])
def test_a_household_is_asked_about_and_never_dropped(owner, trait, rule):
    run = bring_in(owner, rows_of(JANE, person(first_name="John", **trait)), duplicates=rule)
    assert run.counts == {Outcome.CREATED: 1, Outcome.ASKED: 1}
    assert "household" in reasons(run)[3]


def test_nobody_is_known_by_a_number_that_only_fills_the_box(owner):
    rows = [person("Doe", phone="000-000-0000"), person("Roe", phone="(000) 000-0000")]
    text = rows_of(*rows, person("Poe", phone="123-456-7890"))
    assert bring_in(owner, text).counts == {Outcome.CREATED: 3}
    assert bring_in(owner, text).counts == {Outcome.DUPLICATE: 3}


def test_with_the_rule_create_a_household_is_two_customers(owner):
    run = bring_in(owner, rows_of(JANE, person(first_name="John", phone="6175550123")), duplicates="create")
    assert run.counts == {Outcome.CREATED: 2}


def test_with_the_rule_ask_every_duplicate_waits(owner):
    bring_in(owner, rows_of(JANE))
    run = bring_in(owner, rows_of({**JANE, "tags": "Dog"}), duplicates="ask")
    assert run.counts == {Outcome.ASKED: 1}


def test_an_update_writes_what_the_row_says_and_empties_nothing(owner):
    make_customer(
        owner, first_name="Jane", last_name="Doe", phones=("617-555-0123",), email="old@example.com"
    )
    row = person(phone="617-555-0123", email="new@example.com", address="9 Oak Ave", zip="80203", tags="VIP")
    run = bring_in(owner, rows_of(row), duplicates="update")
    client = Client.objects.get()
    assert run.counts == {Outcome.UPDATED: 1}
    assert (client.email, client.email_key, client.version) == ("new@example.com", "new@example.com", 2)
    assert client.properties.count() == 2
    assert rebuild_figures(workspace=owner.workspace, check=True) == 0


def test_rows_of_one_file_that_update_the_same_customer_count_one_by_one(owner):
    make_customer(owner, first_name="Jane", last_name="Doe", phones=("617-555-0123",))
    rows = [person(phone="617-555-0123", email=f"jane{number}@example.com") for number in range(3)]
    run = bring_in(owner, rows_of(*rows), duplicates="update")
    assert list(run.rows.order_by("number").values_list("version", flat=True)) == [2, 3, 4]
    assert Client.objects.get().email == "jane2@example.com"


def test_a_row_that_says_nothing_new_is_a_duplicate_also_when_updating(owner):
    bring_in(owner, rows_of(JANE))
    before = everything()
    run = bring_in(owner, rows_of(JANE), duplicates="update")
    assert run.counts == {Outcome.DUPLICATE: 1}
    assert "Nothing new" in reasons(run)[2]
    assert everything() == before | {"transfer.MappingMemory": everything()["transfer.MappingMemory"]}


def test_the_same_reference_with_another_name_is_asked_about(owner):
    header = ("customer id", "first name", "last name")
    bring_in(owner, rows_of({"customer id": "7", "last name": "Doe"}, header=header))
    run = bring_in(owner, rows_of({"customer id": "7", "last name": "Kowalski"}, header=header))
    assert run.counts == {Outcome.ASKED: 1}


def test_a_bare_name_is_not_brought_in_twice(owner):
    text = rows_of(person(), person("Roe", phone="none"))
    assert bring_in(owner, text).counts == {Outcome.CREATED: 2}
    assert bring_in(owner, text).counts == {Outcome.DUPLICATE: 2}


def test_a_row_without_a_name_is_refused_with_the_reason(owner):
    run = bring_in(owner, rows_of({"phone": "617-555-0123"}, JANE))
    assert run.counts == {Outcome.REFUSED: 1, Outcome.CREATED: 1}
    assert "last name" in reasons(run)[2]


def test_new_tags_are_made_and_a_near_miss_is_told(owner):
    make_tag(owner.workspace, "VIP")
    run = bring_in(owner, rows_of({**JANE, "tags": "vip, Net 30"}))
    assert set(Tag.objects.values_list("name", flat=True)) == {"VIP", "vip", "Net 30"}
    assert "did you mean “VIP”?" in reasons(run)[2]
    assert "Net 30" not in reasons(run)[2]


def test_new_tags_may_be_left_out_or_refuse_the_row(owner):
    make_tag(owner.workspace, "VIP")
    left_out = bring_in(owner, rows_of({**JANE, "tags": "VIP, Net 30"}), tags="leave_out")
    refused = bring_in(owner, rows_of({**JANE, "tags": "Net 30"}), tags="refuse")
    assert "“Net 30”" in reasons(left_out)[2]
    assert refused.counts == {Outcome.REFUSED: 1}
    assert Tag.objects.count() == 1


def test_a_column_of_something_else_makes_no_thousand_tags(owner):
    rows = [person(f"Doe{number}", tags=f"note {number}") for number in range(501)]
    with pytest.raises(AssertionError, match="more than 500 new tags"):
        bring_in(owner, rows_of(*rows))
    assert not Tag.objects.exists()


def test_a_column_may_become_a_custom_field(owner):
    text = rows_of({**JANE, "Gate code": "4711"}, header=(*HEADER, "Gate code"))
    bring_in(owner, text, mapping={"Gate code": "new"})
    field = CustomField.objects.get()
    assert (field.label, field.kind) == ("Gate code", "text")
    assert Client.objects.get().custom == {field.key: "4711"}


def test_defaults_stand_where_the_row_says_nothing(owner):
    defaults = {"source": "Trade fair", "tags": "New", "type": "Commercial", "account": "Chain"}
    run = bring_in(owner, rows_of(JANE, {"business_name": "Acme Ltd"}), defaults=defaults)
    assert run.counts == {Outcome.CREATED: 2}
    assert Source.objects.get().name == "Trade fair"
    assert Account.objects.get().customers.count() == 2
    acme = Client.objects.get(company_name="Acme Ltd")
    assert [row.tag.name for row in acme.client_tags.all()] == ["New"]
    assert {customer.type.name for customer in Customer.objects.all()} == {"Commercial"}


def test_whoever_sees_only_their_own_finds_what_they_brought_and_learns_no_names(owner, salesperson):
    make_customer(owner, first_name="Jane", last_name="Doe", phones=("617-555-0123",))
    actor = replace(salesperson, capabilities=owner.capabilities)
    run = try_dry(owner, rows_of(JANE))
    assert run.rows.get().outcome == Outcome.DUPLICATE
    work = ImportCustomers(planned(owner, rows_of(JANE, person("Roe"))), actor)
    work.open()
    work.look_ahead({})
    results = work.step({}).rows
    work.close()
    assert [row.outcome for row in results] == [Outcome.REFUSED, Outcome.CREATED]
    assert "Jane" not in results[0].reason
    assert Client.objects.visible_to(actor).get().last_name == "Roe"


def test_a_row_with_more_tags_than_a_customer_can_have_is_refused(owner):
    run = bring_in(owner, rows_of({**JANE, "tags": ", ".join(f"T{number}" for number in range(101))}))
    assert run.counts == {Outcome.REFUSED: 1}
    assert "101 tags in one row" in reasons(run)[2]
