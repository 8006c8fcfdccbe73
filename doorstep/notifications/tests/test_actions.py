"""Telling members: whom, how often, and how their e-mails go out."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from doorstep.activity.models import Entry
from doorstep.core.errors import RuleBroken
from doorstep.identity.models import Membership
from doorstep.notifications import emails
from doorstep.notifications.actions import choose_emails, mark_all_read, mark_read, notify
from doorstep.notifications.models import Notification
from doorstep.notifications.queries import kinds_by_email, unread_count
from doorstep.notifications.tasks import KEPT_FOR, forget_old, send_emails
from doorstep.notifications.tests.builders import make_notification, work_off

TOLD = {"kind": "task.due", "text": "Call the Lees back", "url": "/tasks"}


def test_each_member_reads_their_own_and_nobody_elses(owner, csr, stranger):
    make_notification(csr)
    assert (unread_count(csr), unread_count(owner), unread_count(stranger)) == (1, 0, 0)
    with pytest.raises(Notification.DoesNotExist):
        mark_read(actor=owner, notification_id=Notification.objects.get().pk)


def test_members_of_other_workspaces_and_those_who_left_are_not_told(owner, csr, stranger):
    Membership.objects.filter(pk=csr.membership_id).update(ended_at=timezone.now())
    ids = [csr.member_id, stranger.member_id]
    assert notify(actor=owner, member_ids=ids, **TOLD) == []
    assert not Entry.objects.filter(kind="members.notified").exists()


def test_under_one_key_a_member_is_told_once(owner, csr):
    first = notify(actor=owner, member_ids=[csr.member_id], key="task-7", **TOLD)
    again = notify(actor=owner, member_ids=[csr.member_id, owner.member_id], key="task-7", **TOLD)
    assert [one.member_id for one in first] == [csr.member_id]
    assert [one.member_id for one in again] == [owner.member_id]
    work_off()
    assert len(mail.outbox) == 2


def test_without_a_key_the_same_may_be_said_again(csr):
    make_notification(csr)
    make_notification(csr)
    assert unread_count(csr) == 2


def test_what_is_too_long_is_shortened(csr):
    told = make_notification(csr, text="x" * 400)
    assert len(told.text) == 300
    assert told.text.endswith("…")


def test_the_email_leads_to_the_notification_and_to_the_choice(csr, settings):
    settings.BASE_URL = "https://crm.example.com"
    told = make_notification(csr, text="Call Ann & Bob")
    work_off()
    [message] = mail.outbox
    assert message.subject == "Call Ann & Bob"
    assert f"https://crm.example.com/notifications/{told.pk}\n" in message.body
    assert "https://crm.example.com/notifications/choices" in message.body
    assert "Call Ann &amp; Bob" in message.alternatives[0][0]
    assert message.extra_headers["Message-ID"] == f"<notification-{told.pk}.harbor@crm.example.com>"


def test_the_task_that_runs_twice_sends_once(csr):
    make_notification(csr)
    work_off()
    send_emails.call(entry_id=Entry.objects.get(kind="members.notified").pk)
    assert len(mail.outbox) == 1


def test_a_mail_server_that_was_away_gets_the_email_later(csr, monkeypatch):
    def away(row):
        raise SMTPServerDisconnected

    make_notification(csr)
    with monkeypatch.context() as trouble:
        trouble.setattr(emails.EmailMultiAlternatives, "send", away)
        work_off()
    assert Notification.objects.get().emailed_at is None
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    work_off()
    work_off()
    assert len(mail.outbox) == 1


def test_who_left_before_the_email_went_out_gets_none(csr):
    make_notification(csr)
    Membership.objects.filter(pk=csr.membership_id).update(ended_at=timezone.now())
    work_off()
    assert mail.outbox == []


def test_a_member_chooses_what_comes_by_email_and_still_sees_all_in_the_app(csr):
    assert kinds_by_email(csr) == ["task.assigned", "task.due"]
    choose_emails(actor=csr, kinds=["task.due"])
    make_notification(csr, kind="task.assigned")
    make_notification(csr, kind="task.due", text="Due today")
    work_off()
    assert [message.subject for message in mail.outbox] == ["Due today"]
    assert unread_count(csr) == 2
    changes = Entry.objects.get(kind="member.emails_chosen").data["changes"]
    assert changes == {"by_email": [["task.assigned", "task.due"], ["task.due"]]}


def test_one_members_choice_is_not_anothers(owner, csr):
    choose_emails(actor=csr, kinds=[])
    assert kinds_by_email(csr) == []
    assert kinds_by_email(owner) == ["task.assigned", "task.due"]


def test_a_kind_that_there_is_not_is_refused(csr):
    with pytest.raises(RuleBroken):
        choose_emails(actor=csr, kinds=["weather"])


def test_all_are_read_at_once_but_only_ones_own(owner, csr):
    make_notification(csr)
    make_notification(csr)
    make_notification(owner)
    assert mark_all_read(actor=csr) == 2
    assert (unread_count(csr), unread_count(owner)) == (0, 1)


def test_after_half_a_year_they_are_forgotten(csr):
    old, new = make_notification(csr), make_notification(csr)
    Notification.objects.filter(pk=old.pk).update(at=timezone.now() - KEPT_FOR - timedelta(days=1))
    forget_old.call()
    assert list(Notification.objects.all()) == [new]
