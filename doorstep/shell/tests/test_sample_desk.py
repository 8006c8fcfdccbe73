"""What the office of the sample company has on its desks."""

from django.core import mail

from doorstep.identity.models import Membership
from doorstep.notes.models import Interaction, Note, ScheduledActivity, Task
from doorstep.notifications.models import Notification
from doorstep.notifications.tests.builders import work_off
from doorstep.shell.sample.company import found
from doorstep.shell.sample.desk import add_desks
from doorstep.shell.sample.generator import generate


def test_there_is_something_of_everything_and_nobody_gets_an_email(db):
    workspace = found("desks", "Desks")
    generate(workspace, 45, seed=2, tell=lambda done: None)
    add_desks(workspace)
    assert Note.objects.on_top().exists()
    assert Task.objects.filter(due_on__lt=workspace.today(), done_at=None).exists()
    assert Task.objects.filter(done_at__isnull=False).exists()
    assert Interaction.objects.filter(minutes__gt=0).exists()
    assert ScheduledActivity.objects.filter(assignee__isnull=False).exists()
    members = Membership.objects.filter(workspace=workspace)
    assert Notification.objects.filter(member__in=members).exists()
    work_off()
    assert mail.outbox == []
