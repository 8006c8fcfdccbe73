import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from doorstep.core.errors import RuleBroken
from doorstep.shell.actions import choose_columns, delete_view, rename_view, save_view, update_view
from doorstep.shell.models import SavedView
from doorstep.shell.saved_views import columns_of, views_for

PAGE = "customers"


def test_a_private_view_is_seen_by_its_owner_alone(owner, csr):
    save_view(actor=csr, page=PAGE, name="Mine", query="tab=active")
    assert [view.name for view in views_for(csr, PAGE)] == ["Mine"]
    assert not views_for(owner, PAGE)


def test_a_shared_view_is_seen_by_all_of_the_workspace_and_no_other(owner, csr, stranger):
    save_view(actor=csr, page=PAGE, name="Ours", query="balance=1", shared=True)
    assert views_for(owner, PAGE).count() == 1
    assert not views_for(stranger, PAGE)


def test_a_shared_view_is_changed_by_its_owner_or_who_manages_settings(owner, csr, dispatcher, stranger):
    view = save_view(actor=csr, page=PAGE, name="Ours", query="balance=1", shared=True)
    with pytest.raises(PermissionDenied):
        rename_view(actor=dispatcher, view_id=view.pk, name="Theirs", shared=True)
    with pytest.raises(PermissionDenied):
        delete_view(actor=dispatcher, view_id=view.pk)
    with pytest.raises(SavedView.DoesNotExist):
        delete_view(actor=stranger, view_id=view.pk)
    assert rename_view(actor=owner, view_id=view.pk, name="Debts", shared=True).name == "Debts"
    assert update_view(actor=csr, view_id=view.pk, query="tab=inactive").query == "tab=inactive"


def test_somebody_elses_private_view_is_not_there_even_for_an_owner(owner, csr):
    view = save_view(actor=csr, page=PAGE, name="Mine", query="")
    with pytest.raises(SavedView.DoesNotExist):
        delete_view(actor=owner, view_id=view.pk)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_needs_a_name(owner, name):
    with pytest.raises(RuleBroken):
        save_view(actor=owner, page=PAGE, name=name, query="")


def test_a_member_has_each_name_once(owner, manager):
    save_view(actor=owner, page=PAGE, name="Debts", query="")
    save_view(actor=manager, page=PAGE, name="Debts", query="")
    with pytest.raises(RuleBroken):
        save_view(actor=owner, page=PAGE, name="Debts", query="")


def test_columns_are_kept_for_each_member(owner, manager):
    choose_columns(actor=owner, page=PAGE, columns=["phone", "city"])
    choose_columns(actor=owner, page=PAGE, columns=["city"])
    assert columns_of(owner, PAGE) == ["city"]
    assert columns_of(manager, PAGE) == []


def test_saving_opening_updating_and_deleting_by_the_page(owner, client_for):
    client = client_for(owner)
    saved = client.post(
        reverse("shell:view-save"),
        {"page": PAGE, "name": "Debts", "query": "balance=1&sort=-revenue&after=xyz&view=9"},
    )
    view = SavedView.objects.get()
    assert view.query == "balance=1&sort=-revenue"
    assert saved.headers["Location"] == f"{reverse('customers:list')}?balance=1&sort=-revenue&view={view.pk}"
    menu = client.get(
        reverse("shell:views"), {"page": PAGE, "view": view.pk}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "Debts" in menu
    assert "Update to what is shown" in menu
    client.post(
        reverse("shell:view-change", args=[view.pk]), {"page": PAGE, "query": "tab=active", "update": "1"}
    )
    view.refresh_from_db()
    assert view.query == "tab=active"
    client.post(reverse("shell:view-delete", args=[view.pk]), {"page": PAGE})
    assert not SavedView.objects.exists()


def test_views_of_other_people_answer_404_or_403(owner, csr, dispatcher, stranger, client_for):
    private = save_view(actor=csr, page=PAGE, name="Mine", query="")
    shared = save_view(actor=csr, page=PAGE, name="Ours", query="", shared=True)
    for actor, view, status in (
        (dispatcher, private, 404),
        (dispatcher, shared, 403),
        (stranger, shared, 404),
    ):
        answer = client_for(actor).post(reverse("shell:view-delete", args=[view.pk]), {"page": PAGE})
        assert answer.status_code == status
    assert client_for(owner).get(reverse("shell:views"), {"page": "nothing"}).status_code == 404
