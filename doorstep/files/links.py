"""Links to what is stored: signed, short-lived, good in one workspace only.

Those on pages (`content_url`) work for signed-in members of the workspace who may see the file. Those that
programs ask for (`bearer_url`) work by themselves for some minutes, with the rights that the member has then.
"""

import time
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.files.models import StoredFile
from doorstep.identity.actor import Actor

PAGE_LINKS_LAST: Final = timedelta(hours=12)
BEARER_LINKS_LAST: Final = timedelta(minutes=10)
_HOUR: Final = 3600
_BEARER_SALT: Final = "doorstep.files.bearer"


class _HourlySigner(signing.TimestampSigner):
    """Signs with the hour, not the second: a browser that shows a page again has its pictures already."""

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) // _HOUR * _HOUR)


_signer = _HourlySigner(salt="doorstep.files.page")


def content_url(row: StoredFile, form: str) -> str:
    """A page's link to the "original", the "preview" or the "thumbnail" of a file."""
    token = _signer.sign(_subject(row, form)).removeprefix(_subject(row, form) + ":")
    return f"{reverse(f'files:{form}', args=[row.pk])}?token={token}"


def check_link(row: StoredFile, form: str, token: str) -> None:
    """Raise PermissionDenied, in words, unless the token is for this form of this file and still good."""
    try:
        _signer.unsign(f"{_subject(row, form)}:{token}", max_age=PAGE_LINKS_LAST)
    except signing.BadSignature as error:
        raise _expired() from error


def bearer_url(actor: Actor, row: StoredFile) -> tuple[str, datetime]:
    """A whole link to the original that needs no signing in, and the moment it ends."""
    secret = signing.dumps([row.workspace_id, actor.member_id, row.pk], salt=_BEARER_SALT)
    ends = timezone.now() + BEARER_LINKS_LAST
    return f"{settings.BASE_URL}{reverse('files:link', args=[secret])}", ends


def read_bearer(secret: str) -> tuple[int, int, int]:
    """The workspace, the member and the file of such a link. Raises PermissionDenied when it is not good."""
    try:
        workspace_id, member_id, file_id = signing.loads(secret, salt=_BEARER_SALT, max_age=BEARER_LINKS_LAST)
    except signing.BadSignature as error:
        raise _expired() from error
    return workspace_id, member_id, file_id


def _subject(row: StoredFile, form: str) -> str:
    return f"{row.workspace_id}/{row.pk}/{form}"


def _expired() -> PermissionDenied:
    return PermissionDenied(_("This link has expired. Open the customer's files for a new one."))
