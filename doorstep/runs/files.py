"""Links to the files that runs make: signed, short-lived, and no more than a member could make themselves."""

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from doorstep.identity.actor import Actor
from doorstep.runs.kinds import kind_class
from doorstep.runs.models import Run

LINKS_LAST_SECONDS = 24 * 60 * 60
_signer = signing.TimestampSigner(salt="doorstep.runs.files")


def why_no_file(actor: Actor, run: Run) -> str:
    """Why the actor gets no file of this run, in words; "" when they do."""
    kind = kind_class(run.kind)
    if not kind.makes_file or run.state != Run.State.DONE:
        return _("There is no file.")
    if not run.file:
        return _("The file was deleted a week after it was made. Make it again when you need it.")
    own = run.created_by_id is not None and run.created_by_id == actor.membership_id
    # What another member's file shows, they could see then: money, all records.
    if not actor.can(kind.capability) or not (own or actor.capabilities.issuperset(run.rights)):
        return _("Your role does not include everything that this file shows.")
    return ""


def file_url(actor: Actor, run: Run) -> str:
    """A link that works for a day, for this run; "" when the actor gets no file."""
    if why_no_file(actor, run):
        return ""
    token = _signer.sign(str(run.pk)).split(":", 1)[1]
    return f"{reverse('runs:file', args=[run.pk])}?token={token}"


def check_link(actor: Actor, run: Run, token: str) -> None:
    """Raise PermissionDenied, in words, unless the link is good and the actor may have the file."""
    try:
        _signer.unsign(f"{run.pk}:{token}", max_age=LINKS_LAST_SECONDS)
    except signing.BadSignature as error:
        raise PermissionDenied(
            _("This download link has expired. Open the page of the export for a new one.")
        ) from error
    if reason := why_no_file(actor, run):
        raise PermissionDenied(reason)
