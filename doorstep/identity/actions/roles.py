"""The workspace's own lines of the permission matrix."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor, RoleRights, capabilities, default_rights, role_rights
from doorstep.identity.events import RoleRightsChanged, RoleRightsReset
from doorstep.identity.granting import covers, reaches, require_grant
from doorstep.identity.history import record_event
from doorstep.identity.models import Role, RoleSetting, Visibility, Workspace
from doorstep.identity.permissions import MANAGE_MEMBERS


@transaction.atomic
def set_role_rights(*, actor: Actor, role: str, visibility: str, keys: Iterable[str]) -> RoleRights:
    """Say what `role` may do (capability keys) and see in the actor's workspace; answers the new line.

    Raises PermissionDenied, also when something is given that the actor does not have, or a role is changed
    that includes more than the actor's; RuleBroken for the Owner's line, which is locked, and unknown words.
    """
    actor.require(MANAGE_MEMBERS)
    new = _rights(visibility, keys)
    _lock_line(actor, role)
    old = role_rights(actor.workspace_id, role)
    if new == old:
        return old
    require_grant(actor, role)
    _refuse_more_than_own(actor, old, new)
    RoleSetting.objects.update_or_create(
        workspace_id=actor.workspace_id,
        role=role,
        defaults={"visibility": new.visibility, "capabilities": sorted(new.capabilities)},
    )
    record_event(
        RoleRightsChanged(
            role=role,
            visibility=new.visibility,
            added=sorted(new.capabilities - old.capabilities),
            removed=sorted(old.capabilities - new.capabilities),
        ),
        actor=actor,
    )
    return new


@transaction.atomic
def set_permission_matrix(*, actor: Actor, lines: Iterable[tuple[str, str, Iterable[str]]]) -> None:
    """Save several lines at once, all or none: (role, visibility, capability keys). See set_role_rights."""
    actor.require(MANAGE_MEMBERS)
    for role, visibility, keys in lines:
        set_role_rights(actor=actor, role=role, visibility=visibility, keys=keys)


@transaction.atomic
def reset_role_rights(*, actor: Actor, role: str) -> RoleRights:
    """Return `role` to the line that Doorstep comes with. Raises like set_role_rights."""
    actor.require(MANAGE_MEMBERS)
    _lock_line(actor, role)
    require_grant(actor, role)
    default = default_rights(role)
    if not covers(actor, default):
        actor.refuse(_("The usual rights of this role include more than yours. Ask an owner."))
    deleted, _each = RoleSetting.objects.visible_to(actor).filter(role=role).delete()
    if deleted:
        record_event(RoleRightsReset(role=role), actor=actor)
    return default


def _rights(visibility: str, keys: Iterable[str]) -> RoleRights:
    wanted = frozenset(keys)
    unknown = wanted - {capability.key for capability in capabilities()}
    if unknown or visibility not in Visibility.values:
        raise RuleBroken(
            _("There is no such permission: %(what)s.") % {"what": ", ".join(unknown) or visibility}
        )
    return RoleRights(Visibility(visibility), wanted)


def _lock_line(actor: Actor, role: str) -> None:
    if role not in Role.values:
        raise RuleBroken(_("There is no such role."), field="role")
    if role == Role.OWNER:
        raise RuleBroken(_("An owner may always do everything; this line cannot be changed."), field="role")
    Workspace.objects.select_for_update().get(pk=actor.workspace_id)


def _refuse_more_than_own(actor: Actor, old: RoleRights, new: RoleRights) -> None:
    added = new.capabilities - old.capabilities - actor.capabilities
    if added:
        labels = [str(each.label) for each in capabilities() if each.key in added]
        actor.refuse(_("You cannot give what you do not have: %(what)s.") % {"what": ", ".join(labels)})
    if new.visibility != old.visibility and not reaches(actor, new.visibility):
        actor.refuse(_("You cannot show a role more records than you see yourself."))
