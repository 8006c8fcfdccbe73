"""Notes and tasks of a customer: on top of the page, taken back, done by keyboard, told at the bell."""

from playwright.sync_api import Page, expect

from doorstep.customers.tests.builders import make_customer
from doorstep.identity.models import Membership, Role
from doorstep.identity.tests.builders import actor_of
from doorstep.notes.models import Note, Task
from doorstep.notes.tests.builders import make_note, make_task
from tests.journeys.eyes import dialogs, look, look_at, open_page


def test_a_note_is_written_pinned_on_top_deleted_and_brought_back(company, office: Page):
    customer = make_customer(company.owner, first_name="Zelda", last_name="Quimby")
    office.goto(f"/customers/{customer.pk}/notes")
    office.get_by_role("link", name="Add note").first.click()
    office.get_by_label("Note", exact=True).fill("Gate code 1234")
    office.keyboard.press("Control+Enter")
    panel = office.locator("#notes-panel")
    expect(panel).to_contain_text("Gate code 1234")
    panel.get_by_role("button", name="Pin on top").click()
    expect(office.locator("#main > .note", has_text="Gate code 1234")).to_be_visible()
    assert not look(office)
    panel.get_by_role("button", name="Delete the note").click()
    expect(panel).not_to_contain_text("Gate code 1234")
    office.get_by_role("button", name="Undo").click()
    expect(panel).to_contain_text("Gate code 1234")
    assert Note.objects.get(client_id=customer.pk).pinned


def test_a_task_is_done_by_keyboard_alone_and_taken_back(company, office: Page):
    make_task(company.owner, title="Order the part", due_on=company.workspace.today())
    office.goto("/tasks?state=today")
    task = office.get_by_role("link", name="Order the part", exact=True)
    office.keyboard.press("j")
    expect(task).to_be_focused()
    office.keyboard.press("d")
    expect(office.get_by_text("Done: Order the part")).to_be_visible()
    expect(task).to_have_count(0)
    office.get_by_role("button", name="Undo").click()
    expect(task).to_be_visible()
    assert Task.objects.get(title="Order the part").done_at is None


def test_who_is_given_a_task_hears_of_it_at_the_bell(company, office: Page, member_page):
    member = Membership.objects.filter(workspace=company.workspace, role=Role.MANAGER).first()
    assert member is not None
    make_task(company.owner, title="Order the part", to=actor_of(member))
    other = member_page(Role.MANAGER)
    assert not open_page(other, "/")
    bell = other.get_by_role("link", name="Notifications: 1 unread")
    expect(bell).to_be_visible()
    assert not look(other)
    bell.click()
    other.get_by_role("link", name="Order the part").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Order the part")
    other.goto("/notifications")
    expect(other.get_by_role("link", name="Notifications", exact=True)).to_be_visible()


def test_pages_of_notes_and_tasks_keep_nobody_out(company, office: Page):
    customer = make_customer(company.owner, first_name="Zelda", last_name="Quimby")
    make_note(company.owner, customer.pk, "Beware of the dog", important=True)
    task = make_task(company.owner, customer.pk, title="A task " * 20, due_on=company.workspace.today())
    seen: set[str] = set()
    wrong = {}
    for url in (
        f"/customers/{customer.pk}/notes",
        f"/customers/{customer.pk}/tasks",
        f"/tasks/{task.pk}",
        "/tasks",
        "/notifications/choices",
    ):
        wrong[url] = look_at(office, url)
        wrong |= dict(dialogs(office, seen))
    assert not {where: found for where, found in wrong.items() if found}
