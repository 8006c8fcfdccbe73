"""A page to render small pieces of template on."""

from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory


def make_request(path: str = "/customers", **headers: str) -> HttpRequest:
    return RequestFactory().get(path, headers=headers)


def make_workspace(
    currency: str = "USD", locale: str = "en-us", zone: str = "America/New_York"
) -> SimpleNamespace:
    return SimpleNamespace(
        pk=1, name="Brightside", kind="live", currency=currency, locale=locale, zone=ZoneInfo(zone)
    )


def render(
    source: str, *, path: str = "/customers", workspace: SimpleNamespace | None = None, **context
) -> str:
    """What `source` looks like on the page at `path`, with the workspace's actor behind the request."""
    request = make_request(path)
    actor = SimpleNamespace(
        workspace=workspace or make_workspace(), name="Ann Example", can=lambda capability: True
    )
    request.actor = actor  # type: ignore[attr-defined]  # ActorRequest has it
    template = engines["django"].from_string(source)
    return " ".join(template.render(context, request).split())


def component(source: str, **options) -> str:
    """As `render`, for source that uses <c-…> components, which are compiled when a template is loaded."""
    from django_cotton.compiler_regex import CottonCompiler

    return render(CottonCompiler().process(source), **options)
