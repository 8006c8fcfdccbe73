"""Notifications for tests, made through the action. Every default can be seen here."""

from doorstep.identity.actor import Actor
from doorstep.notifications.actions import notify
from doorstep.notifications.models import Notification


def make_notification(
    to: Actor,
    *,
    kind: str = "task.assigned",
    text: str = "Call the Lees back",
    url: str = "/tasks",
    client_id: int | None = None,
    key: str = "",
) -> Notification:
    """Doorstep itself tells a member something."""
    [one] = notify(
        actor=Actor.system(to.workspace),
        member_ids=[to.member_id],
        kind=kind,
        text=text,
        url=url,
        client_id=client_id,
        key=key,
    )
    return one


def work_off() -> None:
    """Do everything that waits in the queue, as `doorstep worker --batch` would, in this transaction."""
    from doorstep.runs.worker import Worker

    worker = Worker(batch=True)
    while (row := worker.claim_next()) is not None:
        worker.run_task(row)
