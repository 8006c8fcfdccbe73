"""Reminders: at eight where the company works or at the task's own time, to each assignee once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from doorstep.customers.tests.builders import make_customer
from doorstep.identity.models import Membership, Role
from doorstep.identity.tests.builders import make_actor, make_workspace
from doorstep.notes import reminders
from doorstep.notes.actions.to_dos import delete_task, finish_task, reopen_task, update_task
from doorstep.notes.models import Task
from doorstep.notes.reminders import remind, workspaces_with_reminders
from doorstep.notes.tasks import remind_all, remind_one
from doorstep.notes.tests.builders import make_activity, make_task
from doorstep.notifications.models import Notification
from doorstep.notifications.tests.builders import work_off

MINUTE = timedelta(minutes=1)
#: Eight in the morning there, in UTC. America/Denver: the clocks change on 14 March and 7 November 2027.
MORNINGS = [
    ("Asia/Manila", date(2027, 3, 14), "2027-03-14T00:00"),
    ("Asia/Manila", date(2027, 11, 7), "2027-11-07T00:00"),
    ("America/Denver", date(2027, 3, 13), "2027-03-13T15:00"),
    ("America/Denver", date(2027, 3, 14), "2027-03-14T14:00"),
    ("America/Denver", date(2027, 11, 6), "2027-11-06T14:00"),
    ("America/Denver", date(2027, 11, 7), "2027-11-07T15:00"),
    ("Pacific/Kiritimati", date(2027, 5, 5), "2027-05-04T18:00"),
]


def boss_and_helper(time_zone="America/Denver"):
    workspace = make_workspace(time_zone=time_zone)
    return make_actor(workspace, Role.OWNER), make_actor(workspace, Role.CSR)


def reminded(actor):
    return list(Notification.objects.visible_to(actor).filter(kind="task.due").values_list("text", flat=True))


@pytest.mark.parametrize(("time_zone", "day", "moment"), MORNINGS)
def test_the_reminder_comes_at_eight_where_the_company_works(db, time_zone, day, moment):
    boss, helper = boss_and_helper(time_zone)
    make_task(boss, title="Call", to=helper, due_on=day)
    eight = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert remind(boss.workspace, eight - MINUTE) == 0
    assert workspaces_with_reminders(eight) == {boss.workspace_id}
    assert remind(boss.workspace, eight) == 1
    assert remind(boss.workspace, eight + MINUTE) == 0
    assert len(reminded(helper)) == 1
    assert reminded(boss) == []


def test_a_task_with_its_own_time_is_reminded_of_then_and_not_in_the_morning(db):
    boss, helper = boss_and_helper()
    today = boss.workspace.today()
    at = timezone.now() + timedelta(days=3, hours=5)
    make_task(boss, to=helper, due_on=today + timedelta(days=1), reminder_at=at)
    assert remind(boss.workspace, at - MINUTE) == 0
    assert remind(boss.workspace, at) == 1


def test_the_reminder_goes_out_in_the_app_and_by_email_once(db):
    boss, helper = boss_and_helper()
    customer = make_customer(boss, first_name="Ann", last_name="Lee")
    make_task(helper, customer.pk, title="Call", reminder_at=timezone.now() + MINUTE)
    Task.objects.update(reminder_at=timezone.now() - MINUTE)
    remind_all.call()
    remind_all.call()
    work_off()
    assert reminded(helper) == ["Reminder: Call (Ann Lee)"]
    assert [(one.subject, one.to) for one in mail.outbox] == [
        ("Reminder: Call (Ann Lee)", [Membership.objects.get(pk=helper.membership_id).user.email])
    ]


def test_who_made_a_task_for_today_is_not_reminded_of_it_today(db, monkeypatch):
    boss, helper = boss_and_helper()
    noon = datetime(2027, 3, 15, 18, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    make_task(helper, due_on=noon.date())
    make_task(boss, to=helper, due_on=noon.date())
    assert remind(boss.workspace, noon + MINUTE) == 0


def test_a_task_that_somebody_moves_to_today_is_told_at_once(db, monkeypatch):
    boss, helper = boss_and_helper()
    noon = datetime(2027, 3, 15, 18, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    task = make_task(boss, title="Call", to=helper, due_on=noon.date() + timedelta(days=5))
    update_task(actor=boss, task_id=task.pk, version=1, fields={"due_on": noon.date()})
    assert remind(boss.workspace, noon) == 1
    assert reminded(helper) == ["Due today: Call"]


def test_another_day_brings_another_reminder(db):
    boss, helper = boss_and_helper()
    today = boss.workspace.today()
    task = make_task(boss, to=helper, due_on=today + timedelta(days=1))
    later = timezone.now() + timedelta(days=2)
    assert remind(boss.workspace, later) == 1
    update_task(actor=boss, task_id=task.pk, version=1, fields={"due_on": today + timedelta(days=9)})
    assert remind(boss.workspace, later) == 0
    assert remind(boss.workspace, later + timedelta(days=9)) == 1


def test_what_is_done_deleted_or_nobodys_is_not_reminded_of(db):
    boss, helper = boss_and_helper()
    day = boss.workspace.today() + timedelta(days=1)
    done, deleted, nobodys = (make_task(boss, to=helper, due_on=day) for _ in range(3))
    finish_task(actor=boss, task_id=done.pk)
    delete_task(actor=boss, task_id=deleted.pk)
    update_task(actor=boss, task_id=nobodys.pk, version=1, fields={"assignee_id": None})
    later = timezone.now() + timedelta(days=3)
    assert workspaces_with_reminders(later) == set()
    assert remind(boss.workspace, later) == 0
    reopen_task(actor=boss, task_id=done.pk)
    assert remind(boss.workspace, later) == 1


def test_missed_mornings_are_made_up_for(db):
    boss, helper = boss_and_helper()
    make_task(boss, title="Call", to=helper, due_on=boss.workspace.today() + timedelta(days=1))
    assert remind(boss.workspace, timezone.now() + timedelta(days=30)) == 1


def test_who_left_is_not_reminded_and_nobody_asks_again(db):
    boss, helper = boss_and_helper()
    make_task(boss, to=helper, due_on=boss.workspace.today() + timedelta(days=1))
    Membership.objects.filter(pk=helper.membership_id).update(ended_at=timezone.now())
    later = timezone.now() + timedelta(days=3)
    assert remind(boss.workspace, later) == 0
    assert workspaces_with_reminders(later) == set()


@pytest.mark.parametrize(
    ("starts_at", "moment"),
    [("2027-11-07T22:00", "2027-11-07T15:00"), ("2027-11-07T14:30", "2027-11-07T13:30")],
)
def test_a_planned_call_is_told_of_in_the_morning_or_an_hour_before(db, starts_at, moment):
    boss, helper = boss_and_helper()
    customer = make_customer(boss)
    start, at = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (starts_at, moment))
    make_activity(boss, customer.pk, to=helper, starts_at=start)
    assert remind(boss.workspace, at - MINUTE) == 0
    assert remind(boss.workspace, at) == 1


def test_the_reminder_follows_the_company_to_another_time_zone(db):
    boss, helper = boss_and_helper("America/Denver")
    make_task(boss, to=helper, due_on=date(2027, 3, 14))
    boss.workspace.time_zone = "Asia/Manila"
    boss.workspace.save()
    assert remind(boss.workspace, datetime(2027, 3, 14, 0, tzinfo=UTC)) == 1


def test_a_worker_that_is_killed_while_it_reminds_has_told_nobody_and_the_next_tells_once(db, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*args, **kwargs):
        told(*args, **kwargs)
        raise Killed

    boss, helper = boss_and_helper()
    make_task(boss, to=helper, due_on=boss.workspace.today() + timedelta(days=1))
    later = timezone.now() + timedelta(days=3)
    told = reminders.tell_assignee
    with monkeypatch.context() as trouble:
        trouble.setattr(reminders, "tell_assignee", killed)
        with pytest.raises(Killed):
            remind(boss.workspace, later)
    assert reminded(helper) == []
    assert Task.objects.get().reminded_at is None
    assert remind(boss.workspace, later) == 1
    work_off()
    assert len([one for one in mail.outbox if one.subject.startswith(("Reminder", "Due", "Overdue"))]) == 1


def test_each_workspace_reminds_its_own_members(db):
    first, second = boss_and_helper(), boss_and_helper("Asia/Manila")
    for boss, helper in (first, second):
        make_task(boss, to=helper, due_on=date(2027, 3, 14))
    Task.objects.update(due_on=first[0].workspace.today() - timedelta(days=2))
    remind_one.call(workspace_id=second[0].workspace_id)
    assert [len(reminded(helper)) for _boss, helper in (first, second)] == [0, 1]
