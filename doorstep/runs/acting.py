"""Whoever started a run, with the rights of now and never more than then."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from doorstep.identity import wall
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership, Workspace
from doorstep.runs.models import Run

#: The doors that no member stands behind.
_UNMANNED = frozenset({"command", "system"})


def actor_of(run: Run) -> Actor:
    """The actor that the run works as. Raises PermissionDenied when the member has left meanwhile."""
    if run.created_by_id is None and run.via in _UNMANNED:
        actor = Actor.system(run.workspace, via=run.via)
    else:
        actor = _member(run)
    return replace(actor, capabilities=actor.capabilities & frozenset(run.rights))


def _member(run: Run) -> Actor:
    members = Membership.objects.current().with_rights().filter(user__is_active=True)
    member = members.filter(pk=run.created_by_id).first() if run.created_by_id else None
    if member is None:
        raise PermissionDenied(_("Whoever started this is not a member of the workspace any more."))
    return Actor.of(member, via=run.via)


@contextmanager
def at_work_in(workspace: Workspace) -> Iterator[None]:
    """Work for one company: inside its wall, in its language, with its clock."""
    with (
        wall.inside(workspace.pk),
        translation.override(workspace.locale),
        timezone.override(workspace.zone),
    ):
        yield
