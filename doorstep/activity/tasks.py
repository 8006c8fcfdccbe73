"""What the worker does for history."""

from doorstep.activity.repeatable import forget_old_requests
from doorstep.core.queue import task


@task
def forget_requests() -> None:
    """Delete the idempotency keys of requests older than a day, in all workspaces."""
    forget_old_requests()
