"""How days and moments are written: relative within a week, exact beyond it and on hover."""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from babel.dates import format_date, format_datetime
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DASH = mark_safe('<span class="dash" aria-hidden="true">–</span>')


def nothing() -> SafeString:
    """What stands where there is no value: a muted dash that is read as "none"."""
    return format_html('{}<span class="visually-hidden">{}</span>', DASH, _("none"))


@lru_cache(maxsize=4096)
def day_written(day: date, locale: str, length: str = "medium") -> str:
    """A day in full, such as "Nov 21, 2026". A page names the same days again and again."""
    return format_date(day, length, locale=locale)


def relative_day(day: date, today: date) -> str | None:
    """Such as "Today", "3 days ago", "in 2 days"; None when the day is more than a week away."""
    days = (day - today).days
    named = {0: _("Today"), -1: _("Yesterday"), 1: _("Tomorrow")}
    if days in named:
        return named[days]
    if -7 < days < 0:
        return ngettext("%(n)d day ago", "%(n)d days ago", -days) % {"n": -days}
    if 0 < days < 7:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    return None


def relative_time(moment: datetime, now: datetime) -> str | None:
    """Such as "5 minutes ago" within the last hour, else None."""
    minutes = (now - moment) // timedelta(minutes=1)
    if minutes == 0:
        return _("Just now")
    if 0 < minutes < 60:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    return None


def day_or_moment(value: date | datetime | None, locale: str, zone: tzinfo) -> SafeString:
    """A `<time>` element for a date or an aware datetime, or the dash when there is none.

    `locale`: "en_US" and the like. `zone`: where the workspace works; "today" is a day there.
    `date.min` (core.db.NEVER) counts as no value.
    """
    if value is None or (value.year, value.month, value.day) == (1, 1, 1):
        return nothing()
    now = timezone.now()
    today = now.astimezone(zone).date()
    if isinstance(value, datetime):
        local = value.astimezone(zone)
        day = local.date()
        shown = relative_time(value, now) or relative_day(day, today)
        exact, machine = format_datetime(local, "long", locale=locale), value.isoformat(timespec="seconds")
    else:
        day = value
        shown = relative_day(day, today)
        exact, machine = day_written(day, locale, "full"), day.isoformat()
    shown = shown or day_written(day, locale)
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, exact, shown)
