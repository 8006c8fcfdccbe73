"""Nobody gives away more than they have: what one member may do to the role of another."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from doorstep.identity.actor import Actor, RoleRights, role_rights
from doorstep.identity.models import Role, Visibility

_REACH = {Visibility.OWN: 0, Visibility.TEAM: 1, Visibility.ALL: 2}


def may_grant(actor: Actor, role: str) -> bool:
    """Whether `actor` may put somebody into `role`, or change somebody who is in it."""
    if role == Role.OWNER and actor.role != Role.OWNER:
        return False
    return covers(actor, role_rights(actor.workspace_id, role))


def require_grant(actor: Actor, role: str) -> None:
    """Raise PermissionDenied, in words, unless `actor` may give or take `role`."""
    if role == Role.OWNER and actor.role != Role.OWNER:
        raise PermissionDenied(_("Only an owner can make somebody an owner, or change one."))
    if not may_grant(actor, role):
        raise PermissionDenied(
            _("The role “%(role)s” includes more than yours, so you cannot give or change it.")
            % {"role": Role(role).label}
        )


def covers(actor: Actor, rights: RoleRights) -> bool:
    """Whether `rights` are within what `actor` may do and see."""
    return rights.capabilities <= actor.capabilities and reaches(actor, rights.visibility)


def reaches(actor: Actor, visibility: Visibility) -> bool:
    """Whether `visibility` shows no more than `actor` sees."""
    if actor.sees_assigned_to is None:
        return True
    return _REACH[visibility] <= _REACH[role_rights(actor.workspace_id, actor.role).visibility]
