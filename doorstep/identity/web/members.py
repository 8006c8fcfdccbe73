"""Members, invitations, roles and teams."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from doorstep.core.webkit.htmx import flash, go_to
from doorstep.identity import actions, queries
from doorstep.identity.doors import ActorRequest, requires
from doorstep.identity.models import Invitation, Membership, Role
from doorstep.identity.permissions import MANAGE_MEMBERS
from doorstep.identity.tokens import invitation_secret
from doorstep.identity.web.forms import InviteForm, MemberForm, RolesForm, TeamForm
from doorstep.identity.web.pages import form_dialog, form_page, posted


@require_safe
@requires(MANAGE_MEMBERS)
def members(request: ActorRequest) -> HttpResponse:
    """/settings/members/ — who is in, who is invited, who was in."""
    everybody = queries.members(request.actor)
    grantable = [role.value for role in queries.grantable_roles(request.actor)]
    pending = queries.pending_invitations(request.actor)
    context = {
        "current": [one for one in everybody if one.ended_at is None],
        "former": [one for one in everybody if one.ended_at],
        "invitations": [_shown(request, one, grantable) for one in pending],
        "grantable": grantable,
        "can_mail": bool(settings.EMAIL_HOST),
    }
    return render(request, "identity/members.html", context)


def _shown(request: ActorRequest, invitation: Invitation, grantable: list[str]) -> dict[str, Any]:
    """An invitation with its link, for handing over by hand, where the actor could have made it."""
    path = reverse("identity:invitation", args=[invitation_secret(invitation.pk, invitation.expires_at)])
    may_have = invitation.is_open and invitation.role in grantable
    return {"row": invitation, "link": request.build_absolute_uri(path) if may_have else ""}


@requires(MANAGE_MEMBERS)
def invite(request: ActorRequest) -> HttpResponse:
    """/settings/members/invite/ — invite somebody by e-mail."""
    form = InviteForm(posted(request), actor=request.actor, initial={"role": Role.CSR})
    if form.is_valid():
        with form.showing_broken_rules():
            invitation = actions.invite_member(actor=request.actor, **form.cleaned_data)
            flash(request, _("%(email)s is invited.") % {"email": invitation.email})
            return go_to(request, "identity:members")
    return form_dialog(request, "invite", form)


@requires(MANAGE_MEMBERS)
def member(request: ActorRequest, membership_id: int) -> HttpResponse:
    """/settings/members/<id>/ — a member's role and team."""
    row = get_object_or_404(
        Membership.objects.visible_to(request.actor).select_related("user"), pk=membership_id
    )
    form = MemberForm(
        posted(request), actor=request.actor, initial={"role": row.role, "team_id": row.team_id or ""}
    )
    if form.is_valid():
        with form.showing_broken_rules():
            actions.change_member(actor=request.actor, membership_id=membership_id, **form.cleaned_data)
            flash(request, _("%(name)s is saved.") % {"name": row.user})
            return go_to(request, "identity:members")
    return form_dialog(request, "member", form, member=row)


@require_POST
@requires(MANAGE_MEMBERS)
def end_membership(request: ActorRequest, membership_id: int) -> HttpResponse:
    """POST /settings/members/<id>/end/ — take a member out; Undo brings them back."""
    row = actions.end_membership(actor=request.actor, membership_id=membership_id)
    undo_url = reverse("identity:restore_membership", args=[membership_id])
    flash(request, _("%(name)s is out.") % {"name": row.user}, undo_url=undo_url)
    return go_to(request, "identity:members")


@require_POST
@requires(MANAGE_MEMBERS)
def restore_membership(request: ActorRequest, membership_id: int) -> HttpResponse:
    """POST /settings/members/<id>/restore/ — let a former member in again."""
    row = actions.restore_membership(actor=request.actor, membership_id=membership_id)
    flash(request, _("%(name)s is a member again.") % {"name": row.user})
    return go_to(request, "identity:members")


@require_POST
@requires(MANAGE_MEMBERS)
def resend_invitation(request: ActorRequest, invitation_id: int) -> HttpResponse:
    """POST /settings/invitations/<id>/resend/ — a new link, by e-mail; the old one stops working."""
    row = actions.resend_invitation(actor=request.actor, invitation_id=invitation_id)
    flash(request, _("The invitation to %(email)s is sent again.") % {"email": row.email})
    return go_to(request, "identity:members")


@require_POST
@requires(MANAGE_MEMBERS)
def revoke_invitation(request: ActorRequest, invitation_id: int) -> HttpResponse:
    """POST /settings/invitations/<id>/revoke/ — take an invitation back."""
    row = actions.revoke_invitation(actor=request.actor, invitation_id=invitation_id)
    flash(request, _("The invitation to %(email)s is taken back.") % {"email": row.email})
    return go_to(request, "identity:members")


@requires(MANAGE_MEMBERS)
def roles(request: ActorRequest) -> HttpResponse:
    """/settings/roles/ — the permission matrix, saved as a whole."""
    form = RolesForm(posted(request), lines=queries.permission_matrix(request.actor))
    if form.is_valid():
        with form.showing_broken_rules():
            actions.set_permission_matrix(actor=request.actor, lines=form.open_lines())
            flash(request, _("Saved."))
            return go_to(request, "identity:roles")
    return form_page(request, "roles", form)


@require_POST
@requires(MANAGE_MEMBERS)
def reset_role(request: ActorRequest, role: str) -> HttpResponse:
    """POST /settings/roles/<role>/reset/ — back to what Doorstep comes with."""
    actions.reset_role_rights(actor=request.actor, role=role)
    flash(request, _("The role is as Doorstep comes with it."))
    return go_to(request, "identity:roles")


@requires(MANAGE_MEMBERS)
def teams(request: ActorRequest) -> HttpResponse:
    """/settings/teams/ — all teams, and adding one."""
    form = TeamForm(posted(request))
    if form.is_valid():
        with form.showing_broken_rules():
            actions.create_team(actor=request.actor, **form.cleaned_data)
            return go_to(request, "identity:teams")
    return form_page(request, "teams", form, teams=queries.teams(request.actor))


@requires(MANAGE_MEMBERS)
def team(request: ActorRequest, team_id: int) -> HttpResponse:
    """/settings/teams/<id>/ — rename a team."""
    row = get_object_or_404(queries.teams(request.actor), pk=team_id)
    form = TeamForm(posted(request), initial={"name": row.name})
    if form.is_valid():
        with form.showing_broken_rules():
            actions.rename_team(actor=request.actor, team_id=team_id, **form.cleaned_data)
            return go_to(request, "identity:teams")
    return form_dialog(request, "team", form, team=row)


@require_POST
@requires(MANAGE_MEMBERS)
def delete_team(request: ActorRequest, team_id: int) -> HttpResponse:
    """POST /settings/teams/<id>/delete/ — the members stay, in no team."""
    actions.delete_team(actor=request.actor, team_id=team_id)
    flash(request, _("The team is deleted."))
    return go_to(request, "identity:teams")
