"""The customer form in the browser: what it asks, warns of, and writes."""

import json

import pytest

from doorstep.activity.models import Entry
from doorstep.clients.models import Client, Property
from doorstep.customers.models import Account, Customer
from doorstep.customers.tests.builders import make_customer, make_source, make_tag, make_type
from doorstep.customers.tests.forms import customer_post
from doorstep.vocabulary.models import CustomField, CustomFieldOption, Tag

NEW = "/customers/new"


def _text(answer):
    return answer.content.decode()


KINDS = {
    "gate": "text", "roof": "number", "deposit": "money", "since": "date", "site": "url", "dog": "checkbox",
    "heating": "choice", "days": "multi_choice",
}  # fmt: skip
TYPED = {
    "custom.gate": "44", "custom.roof": "1.5", "custom.deposit": "12.50", "custom.since": "2026-02-01",
    "custom.site": "example.com", "custom.dog": "on", "custom.heating": "oil", "custom.days": ["gas", "oil"],
}  # fmt: skip
STORED = {
    "gate": "44", "roof": "1.5", "deposit": 1250, "since": "2026-02-01", "site": "https://example.com",
    "dog": True, "heating": "oil", "days": ["gas", "oil"],
}  # fmt: skip
BILLING = {
    "billing_name": "Doe Trust", "billing_line1": "PO Box 9", "billing_town": "Denver",
    "billing_county": "CO", "billing_postcode": "80203",
}  # fmt: skip
PLAIN = {"internal_notes": "Side door", "customer_notes": "PO 7", "external_id": "X-1"}
TERMS = {"preferred_payment_method": "card", "billing_frequency": "monthly"}


def _of(row, names):
    return {name: getattr(row, name) for name in names}


def test_every_plain_field_of_the_form_is_saved(client_for, csr, workspace, manager):
    vip, source = make_tag(workspace), make_source(workspace)
    posted = customer_post(
        csr, email="Jane@Example.com", source=source.pk, tags=[vip.pk], assigned_to=manager.membership_id,
        sold_by=csr.membership_id, payment_terms_days="30", accepts_sms=None, after_sales=None,
        different_billing="on", **BILLING, **PLAIN, **TERMS,
    )  # fmt: skip
    answer = client_for(csr).post(NEW, posted)
    assert answer.status_code == 303, _text(answer)
    customer = Customer.objects.select_related("client").get()
    client = customer.client
    assert answer["Location"] == f"/customers/{customer.pk}"
    assert _of(client, PLAIN) == PLAIN
    assert _of(customer, BILLING | TERMS) == BILLING | TERMS
    assert (client.email, client.source, client.assigned_to_id) == (
        "Jane@example.com", source, manager.membership_id,
    )  # fmt: skip
    assert (client.accepts_email, client.accepts_sms, customer.after_sales) == (True, False, False)
    assert (customer.sold_by_id, customer.payment_terms_days) == (csr.membership_id, 30)
    assert [row.tag for row in client.client_tags.all()] == [vip]
    assert Property.objects.get().line1 == "12 Elm Street"


def test_several_phones_are_saved_each_with_its_kind_and_country(client_for, csr):
    posted = customer_post(csr, phones=("(303) 555-0142 x7", "07700 900123"))
    client_for(csr).post(NEW, {**posted, "phones-1-country": "GB", "phones-1-kind": "work"})
    assert [(one.e164, one.extension, one.kind) for one in Client.objects.get().phones.all()] == [
        ("+13035550142", "7", "mobile"),
        ("+447700900123", "", "work"),
    ]


def test_own_fields_of_every_kind_are_saved(client_for, csr, workspace):
    for key, kind in KINDS.items():
        field = CustomField.objects.create(workspace=workspace, on="customer", key=key, label=key, kind=kind)
        for option in ("gas", "oil") if "choice" in kind else ():
            CustomFieldOption.objects.create(workspace=workspace, field=field, key=option, label=option)
    answer = client_for(csr).post(NEW, customer_post(csr, **TYPED))
    assert answer.status_code == 303, _text(answer)
    assert Client.objects.get().custom == STORED


def test_a_company_needs_its_business_name_and_no_last_name(client_for, csr, workspace):
    commercial = make_type(workspace, "Commercial", "company")
    browser = client_for(csr)
    refused = browser.post(NEW, customer_post(csr, type=commercial.pk, last_name="", first_name=""))
    assert refused.status_code == 422
    assert "Enter the business name." in _text(refused)
    posted = customer_post(csr, type=commercial.pk, last_name="", first_name="", company_name="Acme HVAC Co")
    assert browser.post(NEW, posted).status_code == 303
    assert Client.objects.get().name == "Acme HVAC Co"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"last_name": ""}, "Enter the last name."),
        ({"line1": ""}, "Enter the street address."),
        ({"email": "jane@"}, "is not an e-mail address"),
        ({"postcode": "ABCDE"}, "A ZIP code has five digits"),
        ({"type": "987654"}, "Select a valid choice"),
        ({"payment_terms_days": "-1"}, "greater than or equal to 0"),
        ({"different_billing": "on"}, "Enter the address that invoices go to"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client_for, csr, fields, said):
    answer = client_for(csr).post(
        NEW, customer_post(csr, internal_notes="Keep me", phones=("303 1",), **fields)
    )
    assert answer.status_code == 422
    assert said in _text(answer)
    assert "Keep me" in _text(answer)
    assert "303 1" in _text(answer)
    assert not Client.objects.exists()


def test_a_uk_postcode_is_checked_by_its_own_form(client_for, csr):
    answer = client_for(csr).post(NEW, customer_post(csr, country="GB", postcode="80202"))
    assert "A UK postcode looks like SW1A 1AA." in _text(answer)


def test_the_zip_code_fills_town_and_state_that_were_left_empty(client_for, csr):
    client_for(csr).post(NEW, customer_post(csr, town="", county=""))
    place = Property.objects.get()
    assert (place.town, place.county) == ("Denver", "CO")


def test_a_missing_postcode_is_warned_of_and_the_second_press_saves(client_for, csr):
    browser = client_for(csr)
    first = browser.post(NEW, customer_post(csr, postcode=""))
    assert first.status_code == 422
    assert "There is no postcode" in _text(first)
    assert 'name="accepted" value="postcode"' in _text(first)
    assert browser.post(NEW, customer_post(csr, postcode="", accepted="postcode")).status_code == 303


def test_an_equal_phone_or_email_is_asked_about_once_with_a_link(client_for, csr):
    known = make_customer(csr, last_name="Roe", phones=("303 555 0142",))
    browser = client_for(csr)
    posted = customer_post(csr, phones=("+1 303-555-0142",))
    answer = browser.post(NEW, posted)
    assert f'href="/customers/{known.pk}"' in _text(answer)
    assert "Save anyway" in _text(answer)
    token = f"duplicate-{known.pk}"
    assert browser.post(NEW, {**posted, "accepted": [token]}).status_code == 303
    assert Client.objects.count() == 2


def test_another_possible_duplicate_is_asked_about_anew(client_for, csr):
    known = make_customer(csr, phones=("303 555 0142",))
    make_customer(csr, phones=("303 555 0143",))
    posted = customer_post(csr, phones=("303 555 0143",), accepted=[f"duplicate-{known.pk}"])
    assert client_for(csr).post(NEW, posted).status_code == 422


def test_possible_duplicates_show_while_typing_also_by_name_and_postcode(client_for, csr, stranger):
    known = make_customer(csr, first_name="Jane", last_name="Doe")
    make_customer(stranger, first_name="Jane", last_name="Doe")
    asked = {"type": known.type_id, "first_name": "jane", "last_name": "DOE", "postcode": "80202-1234"}
    browser = client_for(csr)
    shown = _text(browser.get("/customers/duplicates", asked))
    assert shown.count("/customers/") == 1
    assert "same name and postcode" in shown
    assert "/customers/" not in _text(browser.get("/customers/duplicates", {**asked, "exclude": known.pk}))
    assert browser.get("/customers/duplicates", {"type": "x", "phones-TOTAL_FORMS": "x"}).status_code == 200


def test_save_and_add_another_opens_an_empty_form(client_for, csr):
    answer = client_for(csr).post(NEW, customer_post(csr, another="1"))
    assert answer["Location"] == NEW


def test_new_tags_are_made_by_those_who_may_change_settings(client_for, csr, owner):
    posted = customer_post(csr, tags=["new:Net 30"])
    assert client_for(csr).post(NEW, posted).status_code == 422
    assert client_for(owner).post(NEW, posted).status_code == 303
    assert Tag.objects.get().client_tags.count() == 1


def test_a_new_tag_like_another_is_refused_beside_the_field_and_nothing_is_saved(client_for, owner):
    make_tag(owner.workspace, "VIP")
    answer = client_for(owner).post(NEW, customer_post(owner, tags=["new:vip"]))
    assert answer.status_code == 422
    assert "There is a tag “VIP” already" in _text(answer)
    assert not Client.objects.exists()


def test_another_workspaces_rows_cannot_be_chosen(client_for, csr, other_workspace, stranger):
    for field, row in (
        ("source", make_source(other_workspace).pk),
        ("type", make_type(other_workspace, "Foreign").pk),
        ("assigned_to", stranger.membership_id),
    ):
        assert client_for(csr).post(NEW, customer_post(csr, **{field: row})).status_code == 422
    client_for(csr).post(NEW, customer_post(csr, tags=[make_tag(other_workspace).pk]))
    assert not Client.objects.get().client_tags.exists()


@pytest.mark.parametrize(
    "address", [NEW, "/customers/duplicates", "/customers/addresses", "/customers/postcode"]
)
def test_a_role_without_the_capability_gets_403(client_for, technician, address):
    assert client_for(technician).get(address).status_code == 403


def test_names_and_notes_are_shown_as_text_never_as_markup(client_for, owner, workspace):
    CustomField.objects.create(workspace=workspace, on="customer", key="x", label="<i>X</i>", kind="text")
    evil = '"><script>alert(1)</script>'
    posted = customer_post(
        owner, last_name=evil, internal_notes=evil, tags=[f"new:{evil[:50]}"], **{"custom.x": evil}
    )
    browser = client_for(owner)
    address = browser.post(NEW, posted)["Location"]
    for page in (
        address,
        f"{address}/edit",
        f"{address}/activity",
        "/customers/duplicates?type=1&last_name=x",
    ):
        text = _text(browser.get(page))
        assert "<script>alert" not in text
        assert "<i>X</i>" not in text
    assert "&lt;script&gt;alert(1)" in _text(browser.get(address))


def test_a_link_field_never_runs_a_script(client_for, owner, workspace):
    CustomField.objects.create(workspace=workspace, on="customer", key="site", label="Site", kind="url")
    answer = client_for(owner).post(NEW, customer_post(owner, **{"custom.site": "javascript:alert(1)"}))
    assert answer.status_code == 422
    assert not Entry.objects.filter(kind="customer.created").exists()


def test_the_form_costs_the_same_with_one_and_with_fifty_of_everything(
    client_for, owner, django_assert_max_num_queries
):
    browser = client_for(owner)
    for number in range(50):
        make_tag(owner.workspace, f"Tag {number}")
        make_source(owner.workspace, f"Source {number}")
    with django_assert_max_num_queries(16):
        assert browser.get(NEW).status_code == 200


def test_suggestions_are_answered_as_json_and_options(client_for, csr):
    make_customer(csr, line1="12 Elm Street")
    browser = client_for(csr)
    assert json.loads(browser.get("/customers/postcode", {"postcode": "80202"}).content) == {
        "postcode": "80202", "town": "Denver", "county": "CO",
    }  # fmt: skip
    assert "problem" in browser.get("/customers/postcode", {"postcode": "xx", "country": "GB"}).json()
    assert 'data-line1="14 Elm Street"' in _text(browser.get("/customers/addresses", {"line1": "14 elm"}))


def test_an_account_beyond_those_offered_is_found_by_typing_and_can_be_chosen(client_for, csr, monkeypatch):
    monkeypatch.setattr("doorstep.customers.web.form_fields._MOST_OFFERED", 1)
    first, last = (Account.objects.create(workspace=csr.workspace, name=name) for name in ("Elm", "Oak"))
    browser = client_for(csr)
    page = _text(browser.get(NEW))
    assert first.name in page
    assert 'data-load="/customers/account-options?q="' in page
    options = browser.get("/customers/account-options", {"q": "oa"}).json()["options"]
    assert options == [{"value": str(last.pk), "text": "Oak"}]
    assert browser.post(NEW, customer_post(csr, account=last.pk)).status_code == 303
    Account.objects.update(archived_at="2026-01-01T00:00Z")
    assert browser.post(NEW, customer_post(csr, account=last.pk)).status_code == 422


def test_who_gives_a_customer_to_somebody_else_is_not_led_to_a_page_they_cannot_see(
    client_for, salesperson, manager
):
    browser = client_for(salesperson)
    given = browser.post(NEW, customer_post(salesperson, assigned_to=manager.membership_id))
    assert (given.status_code, given["Location"]) == (303, "/customers")
    kept = browser.post(NEW, customer_post(salesperson))
    assert kept["Location"].startswith("/customers/")
