"""Reads about what members were told."""

from collections.abc import Iterable

from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.notifications.kinds import notification_kinds
from doorstep.notifications.models import EmailChoice, Notification, NotificationQuerySet


def newest_first(actor: Actor) -> NotificationQuerySet:
    """The actor's own notifications."""
    return Notification.objects.visible_to(actor).order_by("-pk")


def unread_count(actor: Actor) -> int:
    """How many of the actor's notifications were not opened. One statement, from an index."""
    return Notification.objects.visible_to(actor).unread().count()


def kinds_by_email(actor: Actor) -> list[str]:
    """The kinds that come to the acting member by e-mail, in the order of the table."""
    rows = EmailChoice.objects.visible_to(actor).filter(member_id=actor.member_id)
    chosen = dict(rows.values_list("kind", "by_email"))
    return [name for name, kind in notification_kinds().items() if chosen.get(name, kind.by_email)]


def wanted_by_email(kind: str, members: Iterable[Membership]) -> set[int]:
    """The ids of those members who want this kind by e-mail. One statement."""
    ids = {one.pk for one in members}
    known = notification_kinds().get(kind)
    by_default = known.by_email if known else False
    chosen = dict(
        EmailChoice.objects.filter(member_id__in=ids, kind=kind).values_list("member_id", "by_email")
    )
    return {pk for pk in ids if chosen.get(pk, by_default)}
