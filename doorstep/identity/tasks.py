"""Background work about people: the e-mails they get."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from doorstep.activity.models import Entry
from doorstep.core.queue import task
from doorstep.identity import wall
from doorstep.identity.models import Invitation
from doorstep.identity.tokens import invitation_secret


@task
def send_invitation(entry_id: int) -> None:
    """Send the e-mail of a `member.invited` event. Idempotent: what was sent is marked.

    Raises what the mail server raises (SMTPException, OSError), so that the queue tries again.
    """
    entry = Entry.objects.filter(pk=entry_id).first()
    if entry is None:
        return
    with wall.inside(entry.workspace_id):
        invitation = (
            Invitation.objects.open()
            .select_related("workspace", "invited_by__user")
            .filter(pk=entry.data["invitation_id"], sent_at=None)
            .first()
        )
        if invitation is not None:
            _mail(invitation)
            Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())


def _mail(invitation: Invitation) -> None:
    secret = invitation_secret(invitation.pk, invitation.expires_at)
    context = {
        "invitation": invitation,
        "workspace": invitation.workspace,
        "inviter": invitation.invited_by.user if invitation.invited_by else None,
        "link": settings.BASE_URL + reverse("identity:invitation", args=[secret]),
    }
    with translation.override(invitation.workspace.locale), timezone.override(invitation.workspace.zone):
        send_mail(
            subject=_("%(workspace)s invites you to Doorstep") % {"workspace": invitation.workspace},
            message=render_to_string("identity/mail/invitation.txt", context),
            html_message=render_to_string("identity/mail/invitation.html", context),
            from_email=None,
            recipient_list=[invitation.email],
        )
