"""Nothing under /api/ fails in HTML: what Django itself refuses becomes a problem, too."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from doorstep.core.rest.problems import CONTENT_TYPE, problem

API = "/api/"


class ProblemMiddleware:
    """Turns answers of 400 and above under /api/ that are no problem documents into ones.

    That is a wrong method, an unknown host, a body that is too big or broken off, an address outside of the
    API. Stands before everything that may refuse a request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST or not request.path.startswith(API):
            return response
        if response.get("Content-Type", "").startswith(CONTENT_TYPE):
            return response
        headers = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
        return problem(response.status_code, _words(response, request.method or ""), headers=headers)


def _words(response: HttpResponseBase, method: str) -> str:
    if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return _("%(method)s does nothing at this address. It takes %(methods)s.") % {
            "method": method,
            "methods": response.get("Allow", ""),
        }
    if response.status_code == HTTPStatus.NOT_FOUND:
        return _("There is nothing at this address.")
    return _("The server cannot do anything with this request: %(what)s.") % {
        "what": HTTPStatus(response.status_code).phrase
    }
