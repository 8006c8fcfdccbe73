"""Teams: members who see each other's records when their role sees "team"."""

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor
from doorstep.identity.events import TeamCreated, TeamDeleted, TeamRenamed
from doorstep.identity.history import record_event
from doorstep.identity.models import Team
from doorstep.identity.permissions import MANAGE_MEMBERS


@transaction.atomic
def create_team(*, actor: Actor, name: str) -> Team:
    """Add a team. Raises PermissionDenied; RuleBroken when the name is empty, too long or taken."""
    actor.require(MANAGE_MEMBERS)
    team = Team.objects.create(workspace_id=actor.workspace_id, name=_free_name(actor, name))
    record_event(TeamCreated(name=team.name), actor=actor, about=team)
    return team


@transaction.atomic
def rename_team(*, actor: Actor, team_id: int, name: str) -> Team:
    """Rename a team. Raises PermissionDenied; Team.DoesNotExist; RuleBroken like create_team."""
    actor.require(MANAGE_MEMBERS)
    team = Team.objects.visible_to(actor).select_for_update().get(pk=team_id)
    old, team.name = team.name, _free_name(actor, name, but=team_id)
    if old != team.name:
        team.save(update_fields=["name"])
        record_event(TeamRenamed(changes={"name": [old, team.name]}), actor=actor, about=team)
    return team


@transaction.atomic
def delete_team(*, actor: Actor, team_id: int) -> None:
    """Delete a team; its members stay, in no team. Raises PermissionDenied; Team.DoesNotExist."""
    actor.require(MANAGE_MEMBERS)
    team = Team.objects.visible_to(actor).select_for_update().get(pk=team_id)
    record_event(TeamDeleted(name=team.name), actor=actor, about=team)
    team.delete()


def _free_name(actor: Actor, name: str, but: int | None = None) -> str:
    name = name.strip()
    if not 0 < len(name) <= 80:
        raise RuleBroken(_("Enter a name of at most 80 characters."), field="name")
    namesakes = Team.objects.visible_to(actor).filter(name__iexact=name)
    if (namesakes.exclude(pk=but) if but else namesakes).exists():
        raise RuleBroken(_("There is a team of this name already."), field="name")
    return name
