"""The files' panel, drop zone, lightbox and forms, as a browser asks for them."""

import json

import pytest
from django.urls import reverse

from doorstep.clients.models import Property
from doorstep.files.actions import update_file
from doorstep.files.models import StoredFile
from doorstep.files.previews import make_preview
from doorstep.files.tests import samples
from doorstep.files.tests.builders import make_file
from doorstep.files.tests.samples import picture, upload
from doorstep.identity.models import Role, RoleSetting
from doorstep.identity.tests.builders import make_actor

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def pages(owner, client_for):
    return client_for(owner)


@pytest.fixture
def panel(customer):
    return reverse("files:panel", args=[customer.pk])


def test_the_panel_is_a_fragment_for_htmx_and_a_page_for_everybody_else(pages, owner, customer, panel):
    make_file(owner, customer.pk, name="North side.jpg")
    fragment = pages.get(panel, headers=HTMX).content.decode()
    assert "North side.jpg" in fragment
    assert "<html" not in fragment
    assert "<html" in pages.get(panel).content.decode()


def test_an_empty_panel_says_what_will_be_there(pages, panel):
    assert "No files yet" in pages.get(panel, headers=HTMX).content.decode()


def test_twenty_a_page_at_a_constant_number_of_statements(
    pages, owner, customer, panel, django_assert_max_num_queries
):
    for number in range(21):
        make_file(owner, customer.pk, samples.TEXT, f"Note {number:02}.txt")
    with django_assert_max_num_queries(9):
        first = pages.get(panel, headers=HTMX).content.decode()
    assert "Note 20" in first
    assert "Note 00" not in first
    assert "Note 00" in pages.get(panel + "?page=2", headers=HTMX).content.decode()


def test_one_kind_is_shown_with_how_many_there_are_of_each(pages, owner, customer, panel):
    make_file(owner, customer.pk, name="photo.jpg")
    make_file(owner, customer.pk, samples.PDF, "paper.pdf")
    shown = pages.get(panel + "?kind=photo", headers=HTMX)
    assert [one.row.name for one in shown.context["files"]] == ["photo.jpg"]
    assert [count for _key, _label, count in shown.context["kinds"]] == [2, 1, 0, 1]
    assert len(pages.get(panel + "?kind=nonsense", headers=HTMX).context["files"]) == 2


def test_the_grid_looks_again_until_previews_are_there_but_not_for_ever(pages, owner, customer, panel):
    row = make_file(owner, customer.pk)
    assert "look=1" in pages.get(panel, headers=HTMX).content.decode()
    assert "look=21" not in pages.get(panel + "?look=20", headers=HTMX).content.decode()
    make_preview(row)
    shown = pages.get(panel, headers=HTMX).content.decode()
    assert "look=" not in shown
    assert f"/files/{row.pk}/thumbnail/?token=" in shown


def test_the_drop_zone_gets_the_answer_to_each_file(pages, customer):
    files = [upload(picture(), "a.jpg"), upload(samples.SVG, "b.svg")]
    url = reverse("files:upload", args=[customer.pk])
    answer = pages.post(url, {"files": files, "kind": "contract"}, headers={"Accept": "application/json"})
    kept, refused = answer.json()["files"]
    assert StoredFile.objects.get(pk=kept["id"]).kind == "contract"
    assert (kept["refused"], refused["name"], refused["id"]) == ("", "b.svg", None)
    assert "scripts" in refused["refused"]


def test_a_plain_form_takes_many_files_and_tells_of_each(pages, customer, panel):
    files = [upload(picture(), "a.jpg"), upload(samples.PE, "b.jpg")]
    answer = pages.post(reverse("files:upload", args=[customer.pk]), {"files": files}, follow=True)
    assert answer.redirect_chain == [(panel, 303)]
    said = [str(message) for message in answer.context["messages"]]
    assert said[0] == "Added: a.jpg"
    assert said[1].startswith("b.jpg: This file is a program")


def test_a_form_without_files_says_so(pages, customer):
    answer = pages.post(reverse("files:upload", args=[customer.pk]), {}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Choose at least one file."]


def test_a_file_is_shown_large_with_the_way_to_its_neighbours(pages, owner, customer):
    older, row, newer = (make_file(owner, customer.pk, name=f"{name}.jpg") for name in "abc")
    make_preview(row)
    url = reverse("files:show", args=[row.pk])
    dialog = pages.get(url, headers=HTMX).content.decode()
    assert f"/files/{row.pk}/preview/?token=" in dialog
    assert f'href="/files/{older.pk}/"' in dialog
    assert f'href="/files/{newer.pk}/"' in dialog
    assert "<html" not in dialog
    assert "<html" in pages.get(url).content.decode()


def test_what_cannot_be_shown_says_why(pages, owner, customer):
    row = make_file(owner, customer.pk, picture(size=(800, 600))[:2000])
    make_preview(row)
    assert "may be damaged" in pages.get(reverse("files:show", args=[row.pk])).content.decode()


def test_a_file_is_renamed_and_moved_from_the_form(pages, owner, customer):
    row, place = make_file(owner, customer.pk), Property.objects.get(client_id=customer.pk)
    url = reverse("files:edit", args=[row.pk])
    shown = pages.get(url, headers=HTMX).content.decode()
    assert 'name="initial-name"' in shown
    said = {"name": "Gutter", "kind": "photo", "description": "", "property_id": place.pk, "version": 1}
    seen = {"initial-name": row.name, "initial-kind": "photo", "initial-property_id": ""}
    answer = pages.post(url, {**said, **seen}, headers=HTMX)
    assert "refresh" in json.loads(answer["HX-Trigger"])
    row.refresh_from_db()
    assert (row.name, row.property_id) == ("Gutter.jpg", place.pk)


def test_a_rivals_change_is_shown_not_overwritten(pages, owner, customer):
    row = make_file(owner, customer.pk)
    update_file(actor=owner, file_id=row.pk, version=1, fields={"name": "theirs.jpg"})
    data = {"name": "mine.jpg", "kind": "photo", "initial-name": row.name, "initial-kind": "photo"}
    answer = pages.post(reverse("files:edit", args=[row.pk]), {**data, "version": 1}, headers=HTMX)
    assert answer.status_code == 422
    assert "theirs.jpg" in answer.content.decode()
    row.refresh_from_db()
    assert row.name == "theirs.jpg"


def test_a_deletion_offers_its_undo(pages, owner, customer):
    row = make_file(owner, customer.pk)
    answer = pages.post(reverse("files:delete", args=[row.pk]), headers=HTMX)
    undo = json.loads(answer["HX-Trigger"])["toast"]["undo"]
    assert not StoredFile.objects.visible_to(owner).exists()
    assert pages.post(undo, headers=HTMX).status_code == 200
    assert StoredFile.objects.visible_to(owner).exists()


def test_who_only_looks_sees_no_way_to_change(owner, customer, workspace, client_for, panel):
    RoleSetting.objects.create(
        workspace=workspace, role=Role.CSR, visibility="all", capabilities=["view_customers", "view_files"]
    )
    make_file(owner, customer.pk)
    shown = client_for(make_actor(workspace, Role.CSR)).get(panel, headers=HTMX).content.decode()
    assert "roof.jpg" in shown
    assert "data-drop" not in shown
    assert "/delete/" not in shown
