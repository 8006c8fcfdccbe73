"""The e-mail that goes with a notification."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from doorstep.notifications.models import Notification


def send_email(row: Notification) -> None:
    """Send it and note the time. `row`: with its workspace and its member's user.

    Nothing can be sent and noted in one step: whoever is killed in between leaves it to be sent again, under
    the same Message-ID, by which mail programs know the copy. Raises what the mail server raises.
    """
    workspace, host = row.workspace, urlsplit(settings.BASE_URL).hostname
    context = {
        "notification": row,
        "workspace": workspace,
        "link": settings.BASE_URL + reverse("notifications:open", args=[row.pk]),
        "choices": settings.BASE_URL + reverse("notifications:choices"),
    }
    with translation.override(workspace.locale), timezone.override(workspace.zone):
        message = EmailMultiAlternatives(
            subject=row.text.replace("\n", " "),
            body=render_to_string("notifications/mail/notification.txt", context),
            to=[row.member.user.email],
            headers={"Message-ID": f"<notification-{row.pk}.{workspace.slug}@{host}>"},
        )
        message.attach_alternative(
            render_to_string("notifications/mail/notification.html", context), "text/html"
        )
        message.send()
    Notification.objects.filter(pk=row.pk).update(emailed_at=timezone.now())
