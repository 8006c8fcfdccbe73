"""Every page that a browser can open, taken from the URL configuration: a new page is looked at by itself."""

from django.urls import reverse

from tests.doors.pages import ANYBODY, PAGES, SELF_GUARDED
from tests.doors.routes import arguments, pages
from tests.doors.world import Company

#: Pages of libraries that wear our clothes.
SIGNED_IN = [
    "account/email/",
    "account/password/change/",
    "account/2fa/",
    "account/2fa/totp/activate/",
    "account/2fa/webauthn/add/",
    "account/sessions/",
    "account/logout/",
]
SIGNED_OUT = ["account/login/", "account/password/reset/", "account/password/reset/done/", "account/signup/"]


def names() -> list[str]:
    """The URL names of all pages that open with GET."""
    ours = pages()
    asked = (name for name in ours if getattr(PAGES.get(name), "method", "GET") == "GET")
    return sorted(name for name in asked if PAGES.get(name) is not ANYBODY and name not in SELF_GUARDED)


def address(name: str, company: Company) -> str:
    """Where the page is for the company."""
    parameters = pages()[name]
    page = PAGES.get(name)
    url = reverse(name, kwargs=arguments(parameters, company.ids, page.ids(company.ids) if page else {}))
    return f"{url}?page=customers" if name == "shell:views" else url
