"""The panels, the forms and the tasks page, as a browser asks for them."""

import json
from datetime import timedelta

import pytest

from doorstep.clients.models import Property
from doorstep.customers.tests.builders import make_customer
from doorstep.notes.actions.notes import delete_note, update_note
from doorstep.notes.actions.to_dos import finish_task
from doorstep.notes.models import Interaction, Note, ScheduledActivity, Task
from doorstep.notes.tests.builders import make_activity, make_interaction, make_note, make_task

HTMX = {"HX-Request": "true"}


@pytest.fixture
def customer(owner):
    return make_customer(owner, first_name="Ann", last_name="Lee")


@pytest.fixture
def pages(owner, client_for):
    return client_for(owner)


def said(answer):
    return json.loads(answer.headers["HX-Trigger"])["toast"]


def panel(pages, customer, name, query=""):
    return pages.get(f"/customers/{customer.pk}/{name}/panel{query}", headers=HTMX).content.decode()


def test_both_panels_are_fragments_for_htmx_and_pages_for_everybody_else(pages, owner, customer):
    make_note(owner, customer.pk, "Beware of the dog")
    make_task(owner, customer.pk, title="Call back")
    for name, words in (("notes", "Beware of the dog"), ("tasks", "Call back")):
        fragment = panel(pages, customer, name)
        page = pages.get(f"/customers/{customer.pk}/{name}/panel").content.decode()
        assert (words in fragment, "<html" in fragment) == (True, False)
        assert (words in page, "<html" in page) == (True, True)


def test_empty_panels_say_what_will_be_there(pages, customer):
    assert "No notes yet" in panel(pages, customer, "notes")
    assert "Nothing logged yet" in panel(pages, customer, "tasks")


def test_panels_show_twenty_a_page_at_a_constant_number_of_statements(
    pages, owner, customer, django_assert_max_num_queries
):
    for number in range(21):
        make_note(owner, customer.pk, f"Note {number:02}")
        make_interaction(owner, customer.pk, text=f"Call {number:02}")
        make_task(owner, customer.pk, title=f"Task {number:02}")
    with django_assert_max_num_queries(7):
        first = panel(pages, customer, "notes")
    assert ("Note 20" in first, "Note 00" in first) == (True, False)
    assert "Note 00" in panel(pages, customer, "notes", "?page=2")
    with django_assert_max_num_queries(9):
        first = panel(pages, customer, "tasks")
    assert ("Call 20" in first, "Call 00" in first, "Task 00" in first) == (True, False, True)


def test_what_is_written_is_shown_as_text(pages, owner, customer):
    make_note(owner, customer.pk, "<script>alert(1)</script>\nsecond line")
    shown = panel(pages, customer, "notes")
    assert "&lt;script&gt;" in shown
    assert "<br>second line" in shown


def test_a_note_is_written_edited_and_deleted_with_a_way_back(pages, owner, customer):
    new = f"/customers/{customer.pk}/notes/new"
    assert "The customer may read it" in pages.get(new, headers=HTMX).content.decode()
    answer = pages.post(new, {"text": "Gate code 1234", "important": "on"}, headers=HTMX)
    assert said(answer)["text"] == "Note added."
    note = Note.objects.get()
    assert (note.text, note.important, note.pinned) == ("Gate code 1234", True, False)
    edit = f"/notes/{note.pk}/edit"
    assert "Gate code 1234" in pages.get(edit, headers=HTMX).content.decode()
    shown = {"version": 1, "initial-text": "Gate code 1234", "initial-important": "True"}
    pages.post(edit, {**shown, "text": "Gate code 99", "important": "on"}, headers=HTMX)
    assert Note.objects.get().text == "Gate code 99"
    answer = pages.post(f"/notes/{note.pk}/delete", headers=HTMX)
    pages.post(said(answer)["undo"], headers=HTMX)
    assert Note.objects.get().deleted_at is None


def test_a_clash_shows_what_the_other_wrote_and_saving_again_keeps_ones_own(pages, owner, customer):
    note = make_note(owner, customer.pk, "Old")
    update_note(actor=owner, note_id=note.pk, version=1, fields={"text": "Theirs"})
    shown = {"version": 1, "initial-text": "Old", "text": "Mine"}
    answer = pages.post(f"/notes/{note.pk}/edit", shown, headers=HTMX)
    assert answer.status_code == 422
    assert "“Theirs”" in answer.content.decode()
    pages.post(f"/notes/{note.pk}/edit", {**shown, "version": 2}, headers=HTMX)
    assert Note.objects.get().text == "Mine"


def test_notes_are_pinned_and_starred_by_a_press(pages, owner, customer):
    note = make_note(owner, customer.pk)
    pages.post(f"/notes/{note.pk}/pin", {"on": "1"}, headers=HTMX)
    pages.post(f"/notes/{note.pk}/star", {"on": "1"}, headers=HTMX)
    note.refresh_from_db()
    assert (note.pinned, note.important) == (True, True)
    pages.post(f"/notes/{note.pk}/pin", {"on": "0"})
    pages.post(f"/notes/{note.pk}/star", {"on": "0"})
    note.refresh_from_db()
    assert (note.pinned, note.important) == (False, False)


def test_the_place_is_asked_for_when_there_are_several(pages, owner, customer):
    new = f"/customers/{customer.pk}/notes/new"
    assert '<select name="property_id"' not in pages.get(new).content.decode()
    place = Property.objects.create(workspace=owner.workspace, client_id=customer.pk, line1="7 Oak Lane")
    assert "7 Oak Lane" in pages.get(new).content.decode()
    pages.post(new, {"text": "Key under the mat", "property_id": place.pk})
    assert Note.objects.get().property == place


def test_what_the_action_refuses_stands_in_the_form(pages, customer):
    answer = pages.post(f"/customers/{customer.pk}/notes/new", {"text": " "}, headers=HTMX)
    assert answer.status_code == 422
    assert not Note.objects.exists()


def test_a_task_is_added_edited_done_and_brought_back(pages, owner, csr, customer):
    new = f"/customers/{customer.pk}/tasks/new"
    form = pages.get(new, headers=HTMX).content.decode()
    assert f'value="{owner.membership_id}" selected' in form
    due = owner.workspace.today() + timedelta(days=1)
    pages.post(new, {"title": "Send the quote", "assignee_id": csr.membership_id, "due_on": due.isoformat()})
    task = Task.objects.get()
    assert (task.due_on, task.assignee_id, task.client_id) == (due, csr.membership_id, customer.pk)
    edit = f"/tasks/{task.pk}/edit"
    shown = {
        "version": 1,
        "initial-title": "Send the quote",
        "initial-assignee_id": csr.membership_id,
        "initial-due_on": due.isoformat(),
    }
    pages.post(edit, {**shown, "title": "Send it", "assignee_id": csr.membership_id, "due_on": ""})
    task.refresh_from_db()
    assert (task.title, task.due_on, task.assignee_id) == ("Send it", None, csr.membership_id)
    answer = pages.post(f"/tasks/{task.pk}/done", headers=HTMX)
    assert said(answer)["text"] == "Done: Send it"
    pages.post(said(answer)["undo"], headers=HTMX)
    answer = pages.post(f"/tasks/{task.pk}/delete", headers=HTMX)
    pages.post(said(answer)["undo"], headers=HTMX)
    task.refresh_from_db()
    assert (task.done_at, task.deleted_at) == (None, None)


def test_a_task_needs_no_customer(pages):
    answer = pages.post("/tasks/new", {"title": "Order stamps"})
    assert answer["Location"] == "/tasks"
    assert Task.objects.get().client is None


def test_an_assignee_who_has_left_stays_until_somebody_changes_it(pages, owner, csr):
    task = make_task(owner, to=csr)
    csr_member = Task.objects.get(pk=task.pk).assignee
    csr_member.ended_at = task.created_at
    csr_member.save()
    form = pages.get(f"/tasks/{task.pk}/edit").content.decode()
    assert f'value="{csr.membership_id}" selected' in form


def test_a_call_is_planned_and_what_was_said_is_logged(pages, owner, customer):
    new = f"/customers/{customer.pk}/activities/new"
    pages.post(new, {"kind": "call", "starts_at": "2027-03-01T09:00", "assignee_id": owner.membership_id})
    row = ScheduledActivity.objects.get()
    assert (row.title, row.starts_at.astimezone(owner.workspace.zone).hour) == ("Call", 9)
    assert "What was said" in pages.get(f"/activities/{row.pk}/done", headers=HTMX).content.decode()
    pages.post(f"/activities/{row.pk}/done", {"text": "Yes", "minutes": "4"}, headers=HTMX)
    assert Interaction.objects.get().text == "Yes"
    pages.post(f"/activities/{row.pk}/reopen", headers=HTMX)
    answer = pages.post(f"/activities/{row.pk}/delete", headers=HTMX)
    pages.post(said(answer)["undo"], headers=HTMX)
    row.refresh_from_db()
    assert (row.done_at, row.deleted_at) == (None, None)


def test_a_visit_is_logged_edited_and_deleted_with_a_way_back(pages, customer):
    new = f"/customers/{customer.pk}/interactions/new?kind=visit"
    assert "Log a visit" in pages.get(new, headers=HTMX).content.decode()
    pages.post(new, {"kind": "visit", "happened_at": "2026-01-05T10:00", "text": "Measured"}, headers=HTMX)
    row = Interaction.objects.get()
    shown = {
        "version": 1, "kind": "visit", "initial-kind": "visit", "initial-text": "Measured",
        "happened_at": "2026-01-05T10:00", "initial-happened_at": "2026-01-05 10:00:00", "minutes": "30",
    }  # fmt: skip
    pages.post(f"/interactions/{row.pk}/edit", {**shown, "text": "Measured twice"}, headers=HTMX)
    row.refresh_from_db()
    assert (row.text, row.minutes) == ("Measured twice", 30)
    answer = pages.post(f"/interactions/{row.pk}/delete", headers=HTMX)
    pages.post(said(answer)["undo"], headers=HTMX)
    assert "Measured twice" in panel(pages, customer, "tasks")


def test_the_tasks_page_shows_mine_and_everybodys_by_state(
    pages, owner, csr, customer, django_assert_max_num_queries
):
    today = owner.workspace.today()
    make_task(owner, customer.pk, title="Mine late", due_on=today - timedelta(days=1))
    make_task(owner, title="Mine soon", due_on=today + timedelta(days=3))
    make_task(csr, title="Hers")
    finish_task(actor=owner, task_id=make_task(owner, title="Mine done").pk)
    make_activity(owner, customer.pk, title="Ring the bell")
    with django_assert_max_num_queries(9):
        page = pages.get("/tasks").content.decode()
    assert [words in page for words in ("Mine late", "Mine soon", "Ring the bell", "Ann Lee")] == [True] * 4
    assert [words in page for words in ("Hers", "Mine done")] == [False] * 2
    assert "Hers" in pages.get("/tasks?who=all").content.decode()
    late = pages.get("/tasks?state=overdue").content.decode()
    assert late.split('aria-current="page"')[-1].lstrip(" >").startswith("Overdue")
    assert ("Mine late" in late, "Mine soon" in late, "Ring the bell" in late) == (True, False, False)
    assert "Mine done" in pages.get("/tasks?state=done&who=nobody&page=99").content.decode()
    assert "Mine soon" in pages.get("/tasks?state=strange").content.decode()


def test_an_empty_tasks_page_says_what_it_is_for(pages):
    assert "Nothing here" in pages.get("/tasks").content.decode()


def test_rows_answer_to_the_keyboard(pages, owner):
    task = make_task(owner)
    page = pages.get("/tasks").content.decode()
    assert f'<a class="row-link" href="/tasks/{task.pk}">' in page
    assert 'data-row-key="d"' in page
    assert 'data-row-key="e"' in page


def test_a_task_has_a_page_where_notifications_lead(pages, owner, salesperson, client_for, customer):
    task, call = (
        make_task(owner, customer.pk, to=salesperson),
        make_activity(owner, customer.pk, to=salesperson),
    )
    assert "/customers/" in pages.get(f"/tasks/{task.pk}").content.decode()
    theirs = client_for(salesperson)
    for address in (f"/tasks/{task.pk}", f"/activities/{call.pk}"):
        page = theirs.get(address).content.decode()
        assert "Ann Lee" in page
        assert f'href="/customers/{customer.pk}"' not in page


def test_who_may_not_write_sees_and_cannot(owner, technician, client_for):
    customer = make_customer(owner, assigned_to_id=technician.membership_id)
    note = make_note(owner, customer.pk, "Beware of the dog")
    delete_note(actor=owner, note_id=note.pk)
    browser = client_for(technician)
    assert "Beware" not in browser.get(f"/customers/{customer.pk}/notes/panel").content.decode()
    assert browser.post(f"/notes/{note.pk}/pin", {"on": "1"}).status_code == 404


def test_pinned_and_important_notes_stand_on_top_of_the_customers_page(pages, owner, customer):
    make_note(owner, customer.pk, "Plain as bread")
    make_note(owner, customer.pk, "Beware of the dog", important=True)
    make_note(owner, customer.pk, "Gate code 1234", pinned=True)
    page = pages.get(f"/customers/{customer.pk}").content.decode().split('class="record"')[0]
    assert page.index("Gate code 1234") < page.index("Beware of the dog")
    assert "Plain as bread" not in page


def test_notes_and_tasks_are_tabs_of_the_customers_page(pages, customer):
    for tab in ("notes", "tasks"):
        page = pages.get(f"/customers/{customer.pk}/{tab}").content.decode()
        assert f'hx-get="/customers/{customer.pk}/{tab}/panel"' in page
