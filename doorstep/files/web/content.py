"""The bytes themselves, behind signed links."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from doorstep.files import storing
from doorstep.files.links import check_link, read_bearer
from doorstep.files.models import StoredFile
from doorstep.files.permissions import VIEW_FILES
from doorstep.files.web.serving import drawn_of, original_of, send
from doorstep.identity import wall
from doorstep.identity.actor import Actor
from doorstep.identity.doors import ActorRequest, requires
from doorstep.identity.models import Membership


@require_safe
@requires(VIEW_FILES)
def original(request: ActorRequest, file_id: int) -> HttpResponseBase:
    """/files/<id>/original/?token= — the upload itself, to be saved."""
    return send(request, original_of(_signed_for(request, file_id, "original")))


@require_safe
@requires(VIEW_FILES)
def preview(request: ActorRequest, file_id: int) -> HttpResponseBase:
    """/files/<id>/preview/?token= — a picture of it, 1600 pixels at most."""
    return send(request, drawn_of(_signed_for(request, file_id, "preview"), storing.PREVIEW))


@require_safe
@requires(VIEW_FILES)
def thumbnail(request: ActorRequest, file_id: int) -> HttpResponseBase:
    """/files/<id>/thumbnail/?token= — a small picture of it."""
    return send(request, drawn_of(_signed_for(request, file_id, "thumbnail"), storing.THUMBNAIL))


def _signed_for(request: ActorRequest, file_id: int, form: str) -> StoredFile:
    row = StoredFile.objects.visible_to(request.actor).get(pk=file_id)
    check_link(row, form, request.GET.get("token", ""))
    return row


@require_safe
def link(request: HttpRequest, secret: str) -> HttpResponseBase:
    """/files/link/<secret>/ — the upload for whoever holds the link, with the rights its member has now."""
    workspace_id, member_id, file_id = read_bearer(secret)
    with wall.inside(workspace_id):
        row = _row_for(workspace_id, member_id, file_id)
    return send(request, original_of(row))


def _row_for(workspace_id: int, member_id: int, file_id: int) -> StoredFile:
    members = Membership.objects.filter(workspace_id=workspace_id, ended_at=None, user__is_active=True)
    try:
        actor = Actor.of(members.select_related("workspace", "user").get(pk=member_id))
        actor.require(VIEW_FILES)
        return StoredFile.objects.visible_to(actor).get(pk=file_id)
    except (Membership.DoesNotExist, StoredFile.DoesNotExist, PermissionDenied) as error:
        raise Http404 from error
