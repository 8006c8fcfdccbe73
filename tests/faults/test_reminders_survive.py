"""Reminders of real workers that are killed: each assignee is told once, in the app and by e-mail."""

from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.faults.stage import wait_until

TASKS = 150

pytestmark = pytest.mark.slow

PREPARE = f"""
import django; django.setup()
from datetime import timedelta
from doorstep.core.queue import enqueue
from doorstep.identity.models import Workspace
from doorstep.identity.tests.builders import actor_of, make_member, make_workspace
from doorstep.notes.models import Task
workspace = make_workspace(slug="reminders", time_zone="Asia/Manila")
member = make_member(workspace, email="helper@example.com")
day = workspace.today() - timedelta(days=1)
Task.objects.bulk_create(
    Task(workspace=workspace, title=f"Task {{n}}", assignee=member, due_on=day) for n in range({TASKS})
)
enqueue("doorstep.notes.tasks.remind_one", workspace_id=workspace.pk)
"""


def letters(stage) -> Counter[str]:
    """How often each e-mail was sent, by Message-ID."""
    found: Counter[str] = Counter()
    for path in Path(stage.env["DOORSTEP_DATA"], "outbox").glob("*"):
        for part in path.read_bytes().split(b"-" * 79):
            if name := message_from_bytes(part.strip())["Message-ID"]:
                found[name] += 1
    return found


def test_after_kill_9_everybody_is_told_once(stage, ask):
    stage.call("-c", PREPARE)
    worker = stage.start_worker()
    told = "SELECT count(*) FROM notifications_notification"
    wait_until(lambda: ask(told)[0] > TASKS // 5, seconds=60, what="the first reminders")
    stage.kill(worker)
    assert ask(told)[0] < TASKS
    worker = stage.start_worker()
    wait_until(lambda: len(letters(stage)) > TASKS // 3, seconds=60, what="the first e-mails")
    stage.kill(worker)
    stage.start_worker()
    wait_until(lambda: len(letters(stage)) == TASKS, seconds=90, what="all e-mails")
    unmarked = "SELECT count(*) FROM notifications_notification WHERE emailed_at IS NULL"
    wait_until(lambda: ask(unmarked)[0] == 0, seconds=60, what="the last mark")
    assert ask(told)[0] == TASKS
    # Killed between the mail server's yes and the mark, one may come again, under the same Message-ID.
    copies = letters(stage)
    assert sum(copies.values()) - len(copies) <= 1
