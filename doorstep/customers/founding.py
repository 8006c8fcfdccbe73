"""The customer types that a new workspace starts with, and what a sandbox copies (config/workspaces.py)."""

from django.utils.translation import gettext as _

from doorstep.clients.models import Client
from doorstep.customers.models import CustomerType
from doorstep.identity.models import Workspace


def add_default_types(*, workspace: Workspace) -> None:
    """The usual types, in the workspace's language."""
    types = (
        (_("Residential"), Client.Kind.PERSON),
        (_("Commercial"), Client.Kind.COMPANY),
        (_("Landlord"), Client.Kind.PERSON),
        (_("Estate agent"), Client.Kind.COMPANY),
    )
    CustomerType.objects.bulk_create(
        CustomerType(workspace=workspace, name=name, kind=kind, position=position)
        for position, (name, kind) in enumerate(types)
    )


def copy_types(*, source: Workspace, target: Workspace) -> None:
    """Copy the types that are not archived."""
    CustomerType.objects.bulk_create(
        CustomerType(workspace=target, name=one.name, kind=one.kind, position=one.position)
        for one in CustomerType.objects.filter(workspace=source, archived_at=None)
    )
