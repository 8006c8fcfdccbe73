"""Where a client's history stands: under its own id, and under those of the clients merged into it."""

from doorstep.activity.models import FormerId


def history_ids(workspace_id: int, client_id: int) -> list[int]:
    """The ids under which entries of the client were written, its own first. One statement."""
    former = FormerId.objects.filter(workspace_id=workspace_id, client_id=client_id)
    return [client_id, *former.order_by("old_id").values_list("old_id", flat=True)]


def survivor_id(workspace_id: int, old_id: int) -> int | None:
    """The client that a former id leads to; None when it is no former id. One statement."""
    former = FormerId.objects.filter(workspace_id=workspace_id, old_id=old_id)
    return former.values_list("client_id", flat=True).first()
