"""Tasks and planned activities: whose they are, who is told, done and to do again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from doorstep.activity.models import Entry
from doorstep.clients.models import Client
from doorstep.core.errors import RuleBroken, StaleVersion
from doorstep.customers.tests.builders import make_customer
from doorstep.customers.timeline import timeline
from doorstep.identity.models import Membership
from doorstep.notes.actions.planned import (
    delete_activity,
    finish_activity,
    plan_activity,
    reopen_activity,
    restore_activity,
    update_activity,
)
from doorstep.notes.actions.to_dos import (
    add_task,
    delete_task,
    finish_task,
    reopen_task,
    restore_task,
    update_task,
)
from doorstep.notes.models import Interaction, Task
from doorstep.notes.queries import Wanted, activities, open_tasks_of, task_counts, tasks
from doorstep.notes.tests.builders import make_activity, make_task
from doorstep.notifications.models import Notification
from doorstep.notifications.tests.builders import work_off


@pytest.fixture
def customer(owner):
    return make_customer(owner, first_name="Ann", last_name="Lee")


def test_who_is_given_a_task_is_told_in_the_app_and_by_email(owner, csr, customer):
    task = make_task(owner, customer.pk, title="Send the quote", to=csr)
    [told] = Notification.objects.visible_to(csr)
    assert told.text == f"{owner.name} gave you: Send the quote (Ann Lee)"
    assert (told.url, told.client_id) == (f"/tasks/{task.pk}", customer.pk)
    work_off()
    assert [message.to for message in mail.outbox] == [
        [Membership.objects.get(pk=csr.membership_id).user.email]
    ]


def test_nobody_is_told_of_their_own_task(owner, customer):
    task = make_task(owner, customer.pk)
    update_task(actor=owner, task_id=task.pk, version=1, fields={"assignee_id": None})
    assert not Notification.objects.exists()


def test_a_new_assignee_is_told_once(owner, csr, manager):
    task = make_task(owner, to=csr)
    update_task(actor=owner, task_id=task.pk, version=1, fields={"assignee_id": manager.membership_id})
    update_task(actor=owner, task_id=task.pk, version=2, fields={"title": "Call today"})
    members = Notification.objects.order_by("pk").values_list("member_id", flat=True)
    assert list(members) == [csr.membership_id, manager.membership_id]


def test_a_task_is_done_once_and_reopened(owner, csr, customer):
    task = make_task(owner, customer.pk, to=csr)
    finish_task(actor=csr, task_id=task.pk)
    done = finish_task(actor=owner, task_id=task.pk)
    assert (done.done_by_id, open_tasks_of(owner, customer.pk)) == (csr.membership_id, [])
    assert reopen_task(actor=owner, task_id=task.pk).done_at is None
    with pytest.raises(RuleBroken):
        reopen_task(actor=owner, task_id=task.pk)
    lines, _more = timeline(actor=owner, client_id=customer.pk, with_money=True)
    texts = [line.text for line in lines[:3]]
    assert texts == ["Task reopened: Call back", "Task done: Call back", "Task: Call back"]


def test_a_deleted_task_comes_back(owner, customer):
    task = make_task(owner, customer.pk)
    delete_task(actor=owner, task_id=task.pk)
    assert open_tasks_of(owner, customer.pk) == []
    restore_task(actor=owner, task_id=task.pk)
    assert open_tasks_of(owner, customer.pk) == [task]


def test_the_timeline_names_the_old_assignee_and_the_new(owner, csr, customer):
    task = make_task(owner, customer.pk)
    update_task(actor=owner, task_id=task.pk, version=1, fields={"assignee_id": csr.membership_id})
    lines, _more = timeline(actor=owner, client_id=customer.pk, with_money=True)
    [difference] = lines[0].differences
    assert (difference.label, difference.old, difference.new) == ("Assigned to", owner.name, csr.name)


def test_two_people_editing_one_task_both_keep_their_fields(owner, csr):
    task = make_task(owner, due_on=owner.workspace.today())
    update_task(actor=csr, task_id=task.pk, version=1, fields={"title": "Call back soon"})
    tomorrow = owner.workspace.today() + timedelta(days=1)
    seen = {"due_on": task.due_on}
    merged = update_task(actor=owner, task_id=task.pk, version=1, fields={"due_on": tomorrow}, seen=seen)
    assert (merged.title, merged.due_on) == ("Call back soon", tomorrow)
    with pytest.raises(StaleVersion):
        update_task(actor=owner, task_id=task.pk, version=1, fields={"title": "Mine"})


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"title": "x", "details": "x" * 10_001}, "details"),
        ({"title": "x", "assignee_id": 10**9}, "assignee_id"),
        ({"title": "x", "due_on": timezone.now().date() + timedelta(days=9_000)}, "due_on"),
    ],
)
def test_a_task_that_cannot_be_is_refused(owner, fields, field):
    with pytest.raises(RuleBroken) as broken:
        add_task(actor=owner, fields=fields)
    assert broken.value.field == field


def test_a_member_sees_what_they_were_given_whoever_the_customer_belongs_to(owner, salesperson, customer):
    given, other = make_task(owner, customer.pk, to=salesperson), make_task(owner, customer.pk)
    assert list(Task.objects.visible_to(salesperson)) == [given]
    assert set(Task.objects.visible_to(owner)) == {given, other}
    finish_task(actor=salesperson, task_id=given.pk)
    with pytest.raises(Client.DoesNotExist):
        make_task(salesperson, customer.pk)


def test_a_task_for_nobody_is_seen_by_who_made_it_and_who_sees_all(owner, salesperson, technician, stranger):
    task = make_task(salesperson)
    assert [Task.objects.visible_to(actor).exists() for actor in (owner, salesperson)] == [True, True]
    assert [Task.objects.visible_to(actor).exists() for actor in (technician, stranger)] == [False, False]
    assert task.client is None


def test_the_tasks_page_sorts_by_the_companys_day(owner, csr):
    today = owner.workspace.today()
    late = make_task(owner, title="Late", due_on=today - timedelta(days=1))
    now = make_task(owner, title="Now", due_on=today)
    soon = make_task(owner, title="Soon", due_on=today + timedelta(days=1))
    whenever = make_task(owner, title="Whenever")
    make_task(csr, title="Hers", due_on=today)
    done = finish_task(actor=owner, task_id=make_task(owner).pk)
    found = {
        state: list(tasks(owner, Wanted(state=state))) for state in ("overdue", "today", "upcoming", "done")
    }
    assert found == {"overdue": [late], "today": [now], "upcoming": [soon], "done": [done]}
    assert list(tasks(owner, Wanted())) == [late, now, soon, whenever]
    assert task_counts(owner, everybody=False) == {"open": 4, "overdue": 1, "today": 1, "upcoming": 1}
    assert task_counts(owner, everybody=True)["today"] == 2


def test_a_planned_call_without_a_title_is_called_call(owner, csr, customer):
    row = make_activity(owner, customer.pk, to=csr)
    assert row.title == "Call"
    assert Notification.objects.visible_to(csr).get().url == f"/activities/{row.pk}"
    assert list(activities(csr, Wanted(state="upcoming"))) == [row]


def test_a_planned_call_that_took_place_is_logged(owner, customer):
    row = make_activity(owner, customer.pk, title="Ask about the roof")
    finish_activity(actor=owner, activity_id=row.pk, text="They want it red", minutes=7)
    finish_activity(actor=owner, activity_id=row.pk, text="Again")
    logged = Interaction.objects.get()
    assert (logged.kind, logged.direction, logged.text, logged.minutes) == (
        "call",
        "out",
        "They want it red",
        7,
    )
    reopen_activity(actor=owner, activity_id=row.pk)
    assert Interaction.objects.count() == 1


def test_a_planned_something_is_not_logged_as_anything(owner, customer):
    row = make_activity(owner, customer.pk, kind="other", title="Send flowers")
    finish_activity(actor=owner, activity_id=row.pk)
    assert not Interaction.objects.exists()


def test_who_does_not_see_the_customer_reports_and_writes_nothing_to_it(owner, salesperson, customer):
    row = make_activity(owner, customer.pk, to=salesperson)
    assert finish_activity(actor=salesperson, activity_id=row.pk).done_at
    assert not Interaction.objects.exists()


def test_a_plan_is_moved_called_off_and_brought_back(owner, customer):
    row = make_activity(owner, customer.pk)
    later = row.starts_at + timedelta(days=1)
    moved = update_activity(actor=owner, activity_id=row.pk, version=1, fields={"starts_at": later})
    assert moved.starts_at == later
    delete_activity(actor=owner, activity_id=row.pk)
    assert not activities(owner, Wanted()).exists()
    restore_activity(actor=owner, activity_id=row.pk)
    kinds = Entry.objects.filter(client_id=customer.pk).order_by("-pk").values_list("kind", flat=True)
    assert list(kinds[:4]) == ["planned.restored", "planned.deleted", "planned.updated", "planned.added"]


def test_a_plan_without_a_time_is_refused(owner, customer):
    with pytest.raises(RuleBroken) as broken:
        plan_activity(actor=owner, client_id=customer.pk, fields={"kind": "call"})
    assert broken.value.field == "starts_at"
