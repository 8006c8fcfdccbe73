"""Telling members something, and what they do with it."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.notifications.events import EmailsChosen, MembersNotified
from doorstep.notifications.kinds import notification_kinds
from doorstep.notifications.models import EmailChoice, Notification
from doorstep.notifications.queries import kinds_by_email

_LONGEST = 300


@transaction.atomic
def notify(
    *,
    actor: Actor,
    member_ids: Collection[int],
    kind: str,
    text: str,
    url: str,
    client_id: int | None = None,
    key: str = "",
) -> list[Notification]:
    """Tell members something in the app and, as each has chosen, by e-mail; the new notifications.

    A part of other apps' actions, which have checked what may be done. `kind`: of config/notifications.py;
    `url`: a path of ours; `key`: who was told under the same key before is not told again. Members who have
    left are passed over. The e-mails go out in the background once the transaction is committed.
    """
    members = Membership.objects.visible_to(actor).current().filter(user__is_active=True, pk__in=member_ids)
    told = [
        one
        for pk in members.order_by("pk").values_list("pk", flat=True)
        if (one := _tell(actor, pk, kind, text, url, client_id, key)) is not None
    ]
    if told:
        event = MembersNotified(what=kind, notification_ids=[one.pk for one in told])
        record_event(event, actor=actor)
    return told


def _tell(
    actor: Actor, member_id: int, kind: str, text: str, url: str, client_id: int | None, key: str
) -> Notification | None:
    words = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    values = {"kind": kind, "text": words, "url": url, "client_id": client_id}
    if not key:
        return Notification.objects.create(workspace=actor.workspace, member_id=member_id, **values)
    row, is_new = Notification.objects.get_or_create(
        workspace=actor.workspace, member_id=member_id, key=key, defaults=values
    )
    return row if is_new else None


@transaction.atomic
def mark_read(*, actor: Actor, notification_id: int) -> Notification:
    """Note that the acting member has opened it; the first time counts.

    It changes nothing for anybody else, so no event tells of it. Raises Notification.DoesNotExist.
    """
    row = Notification.objects.visible_to(actor).get(pk=notification_id)
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])
    return row


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """Note that the acting member has seen all there is; how many were unread."""
    return Notification.objects.visible_to(actor).unread().update(read_at=timezone.now())


@transaction.atomic
def choose_emails(*, actor: Actor, kinds: Collection[str]) -> None:
    """Let exactly these kinds come to the acting member by e-mail; all show in the app.

    Raises PermissionDenied for who is no member, RuleBroken for a kind that there is not.
    """
    member_id, before = actor.member_id, kinds_by_email(actor)
    if unknown := set(kinds) - notification_kinds().keys():
        raise RuleBroken(_("There is no such kind: %(kind)s.") % {"kind": min(unknown)}, field="by_email")
    for name in notification_kinds():
        EmailChoice.objects.update_or_create(
            workspace=actor.workspace,
            member_id=member_id,
            kind=name,
            defaults={"by_email": name in kinds},
        )
    after = kinds_by_email(actor)
    if after != before:
        record_event(EmailsChosen(changes={"by_email": [before, after]}), actor=actor)
