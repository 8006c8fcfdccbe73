"""Settings: tags, sources, own fields and their choices, customer types, in the browser."""

import json

import pytest

from doorstep.customers.models import CustomerType
from doorstep.customers.tests.builders import make_customer, make_source, make_tag, make_type
from doorstep.vocabulary.models import CustomField, CustomFieldOption, Source, Tag

HTMX = {"HTTP_HX_REQUEST": "true"}
EVIL = "<script>alert(1)</script>"


def _text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def _undo(answer):
    return json.loads(answer["HX-Trigger"])["toast"]["undo"]


def test_tags_show_how_many_customers_have_them_and_their_names_as_text(client_for, owner):
    make_customer(owner, tags=("VIP", EVIL))
    make_customer(owner, tags=("VIP",))
    text = _text(client_for(owner).get("/settings/tags/"))
    assert "2 customers" in text
    assert "1 customer<" in text
    assert EVIL not in text


def test_a_tag_like_another_is_asked_about_and_then_made(client_for, owner):
    make_tag(owner.workspace, "VIP")
    browser = client_for(owner)
    asked = browser.post("/settings/tags/new/", {"name": "vip", "colour": "red"}, **HTMX)
    assert asked.status_code == 422
    assert "Yes, I want both" in asked.content.decode()
    posted = {"name": "vip", "colour": "red", "although_similar": "on"}
    assert browser.post("/settings/tags/new/", posted, **HTMX).status_code == 200
    assert Tag.objects.get(name="vip").colour == "red"


def test_a_tag_is_renamed_and_deleted(client_for, owner):
    make_customer(owner, tags=("VIP",))
    tag, browser = Tag.objects.get(), client_for(owner)
    assert browser.post(f"/settings/tags/{tag.pk}/", {"name": "Gold", "colour": "yellow"}).status_code == 303
    assert Tag.objects.get().name == "Gold"
    browser.post(f"/settings/tags/{tag.pk}/delete/", **HTMX)
    assert not Tag.objects.exists()


def test_sources_are_kept_in_order(client_for, owner):
    first, second = make_source(owner.workspace, "A"), make_source(owner.workspace, "B")
    browser = client_for(owner)
    browser.post("/settings/sources/new/", {"name": "C"})
    browser.post(f"/settings/sources/{second.pk}/move/", {"step": "-1"}, **HTMX)
    assert list(Source.objects.values_list("name", flat=True)) == ["B", "A", "C"]
    browser.post(f"/settings/sources/{first.pk}/", {"name": "Flyer"})
    undo = _undo(browser.post(f"/settings/sources/{first.pk}/archive/", **HTMX))
    assert Source.objects.get(name="Flyer").archived_at
    assert "Flyer" in _text(browser.get("/settings/sources/"))
    browser.post(undo, **HTMX)
    assert Source.objects.get(name="Flyer").archived_at is None


def test_a_field_with_its_choices_is_made_edited_and_archived(client_for, owner):
    browser = client_for(owner)
    posted = {"label": "Heating", "on": "customer", "kind": "choice", "options": "Gas\n\nOil\r\n"}
    assert browser.post("/settings/custom-fields/new/", posted, **HTMX).status_code == 200
    field = CustomField.objects.get()
    assert list(field.options.values_list("label", flat=True)) == ["Gas", "Oil"]
    browser.post(f"/settings/custom-fields/{field.pk}/choices/new/", {"label": "Solar"}, **HTMX)
    option = CustomFieldOption.objects.get(label="Gas")
    browser.post(f"/settings/choices/{option.pk}/", {"label": EVIL}, **HTMX)
    browser.post(f"/settings/choices/{option.pk}/archive/", **HTMX)
    assert EVIL not in _text(browser.get(f"/settings/custom-fields/{field.pk}/choices/"))
    browser.post(f"/settings/choices/{option.pk}/restore/", **HTMX)
    make_customer(owner, custom={"heating": "oil"})
    fixed = browser.post(f"/settings/custom-fields/{field.pk}/", {"label": "Heat", "kind": "text"}, **HTMX)
    assert "the kind stays as it is" in fixed.content.decode()
    undo = _undo(browser.post(f"/settings/custom-fields/{field.pk}/archive/", **HTMX))
    browser.post(undo, **HTMX)
    assert CustomField.objects.get().archived_at is None


def test_fields_are_moved_within_their_kind_of_record(client_for, owner, workspace):
    a, b = (
        CustomField.objects.create(workspace=workspace, on="customer", key=key, label=key, kind="text")
        for key in "ab"
    )
    client_for(owner).post(f"/settings/custom-fields/{b.pk}/move/", {"step": "-1"})
    assert list(CustomField.objects.values_list("key", flat=True)) == ["b", "a"]
    assert a.pk


def test_types_are_made_renamed_moved_and_archived(client_for, owner, workspace):
    make_type(workspace)
    browser = client_for(owner)
    browser.post("/settings/customer-types/new/", {"name": "Commercial", "kind": "company"})
    row = CustomerType.objects.get(name="Commercial")
    browser.post(f"/settings/customer-types/{row.pk}/move/", {"step": "-1"})
    assert CustomerType.objects.first() == row
    browser.post(f"/settings/customer-types/{row.pk}/", {"name": "Business", "kind": "company"})
    browser.post(f"/settings/customer-types/{row.pk}/archive/", **HTMX)
    assert CustomerType.objects.get(name="Business").archived_at
    last = CustomerType.objects.get(archived_at=None)
    assert (
        "only type left" in browser.post(f"/settings/customer-types/{last.pk}/archive/", **HTMX)["HX-Trigger"]
    )
    browser.post(f"/settings/customer-types/{row.pk}/restore/", **HTMX)
    assert "Business" in _text(browser.get("/settings/customer-types/"))


def test_forms_open_in_a_dialog_and_as_pages_and_say_what_is_wrong(client_for, owner):
    browser = client_for(owner)
    for address in ("tags/new/", "sources/new/", "custom-fields/new/", "customer-types/new/"):
        assert "<html" not in _text(browser.get(f"/settings/{address}", **HTMX))
        assert "<html" in _text(browser.get(f"/settings/{address}"))
        assert browser.post(f"/settings/{address}", {"name": ""}).status_code == 422


def test_only_those_who_may_change_settings_and_only_their_own(client_for, csr, stranger, owner, workspace):
    tag, source, kind = make_tag(workspace), make_source(workspace), make_type(workspace)
    field = CustomField.objects.create(workspace=workspace, on="customer", key="a", label="a", kind="choice")
    option = CustomFieldOption.objects.create(workspace=workspace, field=field, key="x", label="x")
    pages = [
        f"tags/{tag.pk}/",
        f"sources/{source.pk}/",
        f"customer-types/{kind.pk}/",
        f"custom-fields/{field.pk}/",
        f"custom-fields/{field.pk}/choices/",
        f"custom-fields/{field.pk}/choices/new/",
        f"choices/{option.pk}/",
    ]
    lists = ["tags/", "sources/", "customer-types/", "custom-fields/", "tags/new/", "sources/new/"]
    presses = [
        f"tags/{tag.pk}/delete/", f"sources/{source.pk}/archive/", f"sources/{source.pk}/restore/",
        f"customer-types/{kind.pk}/archive/", f"customer-types/{kind.pk}/restore/",
        f"custom-fields/{field.pk}/archive/", f"custom-fields/{field.pk}/restore/",
        f"custom-fields/{field.pk}/move/", f"choices/{option.pk}/archive/", f"choices/{option.pk}/restore/",
    ]  # fmt: skip
    member, next_door = client_for(csr), client_for(stranger)
    for address in pages + lists:
        assert member.get(f"/settings/{address}").status_code == 403, address
    for address in pages:
        assert next_door.get(f"/settings/{address}").status_code == 404, address
    for address in presses:
        assert member.post(f"/settings/{address}").status_code == 403, address
        assert next_door.post(f"/settings/{address}").status_code == 404, address


@pytest.mark.parametrize("page", ["tags/", "sources/", "custom-fields/", "customer-types/"])
def test_each_list_costs_the_same_with_one_and_with_fifty_rows(
    client_for, owner, workspace, django_assert_max_num_queries, page
):
    browser = client_for(owner)
    for number in range(50):
        make_tag(workspace, f"Tag {number}")
        make_source(workspace, f"Source {number}")
        make_type(workspace, f"Type {number}")
        field = CustomField.objects.create(
            workspace=workspace, on="customer", key=f"k{number}", label=f"L{number}", kind="choice"
        )
        CustomFieldOption.objects.create(workspace=workspace, field=field, key="x", label="x")
    with django_assert_max_num_queries(7):
        browser.get(f"/settings/{page}")
