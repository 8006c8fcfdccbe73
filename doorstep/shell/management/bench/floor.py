"""The floor: the product's addresses and one more, a page that knows who asks and renders nothing.

Only the benchmark uses these addresses; the product's own have no such page.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

FLOOR = "/bench-floor"


def floor(request: HttpRequest) -> HttpResponse:
    """GET — reads session and user, as every page does."""
    return HttpResponse(f"{request.user.pk} {len(request.session.keys())}")


urlpatterns = [
    path(FLOOR.strip("/"), floor),
    path("", include("doorstep.config.urls")),
]
