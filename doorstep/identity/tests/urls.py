"""The product's addresses, and pages that tests need: one that fails, one that streams, one with a guard."""

from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils import timezone, translation

from doorstep.config.urls import handler403, handler404, handler500
from doorstep.config.urls import urlpatterns as product
from doorstep.identity.doors import member_required, requires
from doorstep.identity.permissions import EXPORT_WORKSPACE

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


def broken(request):
    raise ZeroDivisionError("a secret detail")


def team_names():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM identity_team ORDER BY id")
        yield from (f"{name}\n" for (name,) in cursor.fetchall())


@member_required
def streamed(request):
    return StreamingHttpResponse(team_names())


@member_required
def plain(request):
    return HttpResponse("".join(team_names()))


@member_required
def surroundings(request):
    return HttpResponse(f"{translation.get_language()} {timezone.get_current_timezone_name()}")


@requires(EXPORT_WORKSPACE)
def guarded(request):
    return HttpResponse("in")


urlpatterns = [
    path("broken", broken),
    path("api/v1/broken", broken),
    path("streamed", streamed),
    path("plain", plain),
    path("surroundings", surroundings),
    path("guarded", guarded),
    *product,
]
