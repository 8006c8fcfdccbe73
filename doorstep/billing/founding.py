"""What ties a workspace to the currency it started with (config/workspaces.py)."""

from doorstep.billing.models import Invoice, Payment
from doorstep.identity.models import Workspace


def has_amounts(workspace: Workspace) -> bool:
    """Whether there are invoices or payments: in another currency their numbers would be other amounts."""
    return any(rows.objects.filter(workspace=workspace).exists() for rows in (Invoice, Payment))
