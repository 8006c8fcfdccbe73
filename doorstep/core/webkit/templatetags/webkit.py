"""Template tags of every page. They are built-ins (settings.TEMPLATES), so no `{% load %}` is needed."""

from datetime import date, datetime, tzinfo
from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from doorstep.core.money import format_money
from doorstep.core.webkit.browsers import browser_name_of
from doorstep.core.webkit.htmx import undo_url_of
from doorstep.core.webkit.icons import icon_svg
from doorstep.core.webkit.links import with_changes, without_value
from doorstep.core.webkit.moments import day_or_moment, nothing
from doorstep.core.webkit.people import avatar_class_of, initials_of

register = template.Library()


def _workspace(context: Context) -> Any:
    """The workspace this page is for; pages before sign-in have none."""
    return context.get("workspace") or getattr(
        getattr(context.get("request"), "actor", None), "workspace", None
    )


def _locale(context: Context) -> str:
    return str(getattr(_workspace(context), "locale", "en_US")).replace("-", "_")


def _currency(context: Context) -> str:
    return str(getattr(_workspace(context), "currency", "USD"))


def _zone(context: Context) -> tzinfo:
    zone: tzinfo = getattr(_workspace(context), "zone", None) or timezone.get_current_timezone()
    return zone


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """`{% icon "users" %}`, `{% icon "users" "sm" %}`, `{% icon "star" label=_("Important") %}`."""
    return icon_svg(name, size, label)


#: What goes with a colour, which never stands alone.
_TONE_ICONS = {"green": "circle-check", "blue": "clock", "orange": "flag", "red": "alert-circle"}


@register.simple_tag
def status(tone: str, label: Any, icon: str = "", title: Any = "", more: Any = "") -> SafeString:
    """A status in its colour, with an icon: `{% status "green" words %}`. `title`: more of it on hover."""
    hover = format_html(' title="{}"', title) if title else ""
    drawn = icon_svg(icon or _TONE_ICONS.get(tone, "circle-minus"))
    return format_html('<span class="status is-{}"{}>{}{}{}</span>', tone, hover, drawn, label, more)


@register.simple_tag(takes_context=True)
def money(context: Context, cents: int | None, currency: str = "") -> SafeString:
    """An amount in minor units, as the workspace writes it; the dash when there is none."""
    if cents is None:
        return nothing()
    written = format_money(int(cents), currency or _currency(context), _locale(context))
    return format_html('<span class="num">{}</span>', written)


@register.simple_tag(takes_context=True)
def money_or_dash(context: Context, cents: int | None, currency: str = "") -> SafeString:
    """As `money`, but nothing happened (0) is the dash too."""
    return money(context, cents, currency) if cents else nothing()


@register.simple_tag(takes_context=True)
def reldate(context: Context, value: date | datetime | None) -> SafeString:
    """A day or moment: relative within a week, the exact one on hover; the dash when there is none."""
    return day_or_moment(value, _locale(context), _zone(context))


@register.filter
def dash(value: Any) -> Any:
    """The value, or the muted dash for None, "" and empty lists (0 stays 0)."""
    return nothing() if value is None or value in ("", []) else value


@register.filter
def initials(name: Any) -> str:
    """Ana de la Cruz → AC."""
    return initials_of(name)


@register.filter
def avatar_class(name: Any) -> str:
    """The colour class of a name's avatar."""
    return avatar_class_of(name)


@register.filter
def undo_url(message: Any) -> str:
    """Where the Undo of a flash message posts to, or ""."""
    return undo_url_of(message)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """This page's query string with changes: `{% query sort="name" after=None %}` (None takes a key out)."""
    return with_changes(context["request"], changes)


@register.simple_tag(takes_context=True)
def query_without(context: Context, key: str, value: Any, *also: str) -> str:
    """This page's query string without one value: `{% query_without "tag" tag.pk "after" "before" %}`."""
    return without_value(context["request"], key, value, also)


@register.filter
def email_link(address: Any) -> Any:
    """An e-mail address one can press."""
    if not address:
        return nothing()
    return format_html('<a class="quiet-link" href="mailto:{0}">{0}</a>', address)


@register.simple_tag
def phone_link(e164: str | None, shown: str = "", extension: str = "") -> SafeString:
    """A number one can press: `{% phone_link phone.e164 phone.shown phone.extension %}`.

    `e164`: "+15125550123"; "" for a number that could not be read, which is then shown without a link.
    """
    words = f"{shown or e164 or ''}{f' ext. {extension}' if extension else ''}".strip()
    if not words:
        return nothing()
    if not e164:
        return format_html('<span class="num">{}</span>', words)
    dialled = f"{e164};ext={extension}" if extension else e164
    return format_html('<a class="quiet-link num" href="tel:{}">{}</a>', dialled, words)


@register.filter
def browser_name(user_agent: Any) -> str:
    """Such as "Firefox on Windows", from what a browser calls itself."""
    return browser_name_of(str(user_agent or ""))
