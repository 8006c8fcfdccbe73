"""Why a customer is in the follow-up tab, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.core.money import format_money
from doorstep.customers.queries.rows import CustomerRow, FollowUpFacts
from doorstep.identity.actor import Actor

_MONTH = Fraction(3044, 100)
# The rule of jobs.rhythm read backwards (a test compares the two): due back after one and a half times the
# usual interval, or fourteen days more than it, whichever is later. Up to 28 days the second is the later.
_PATIENCE = Fraction(3, 2)
_GRACE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `kind`: "flag", "due_back" or "overdue"."""

    kind: str
    words: str


def follow_up_reasons(
    rows: Iterable[CustomerRow], actor: Actor, today: date, *, sees_money: bool
) -> dict[int, list[Reason]]:
    """The reasons that hold today, by customer; from what the rows have, without asking the database."""
    return {row.pk: list(_reasons(row.follow_up, actor, today, sees_money)) for row in rows}


def _reasons(facts: FollowUpFacts, actor: Actor, today: date, sees_money: bool) -> Iterable[Reason]:
    if facts.flagged_on <= today:
        yield Reason("flag", _flag_words(facts, actor))
    if facts.overdue_on <= today:
        since = _day(facts.overdue_on, actor)
        if sees_money:
            owed = format_money(facts.open_balance_cents, actor.workspace.currency, actor.workspace.locale)
            words = _("%(amount)s open, overdue since %(day)s") % {"amount": owed, "day": since}
        else:
            words = _("Balance overdue since %(day)s") % {"day": since}
        yield Reason("overdue", words)
    if facts.due_back_on <= today:
        usual = usual_days(facts.last_visit_on, facts.due_back_on)
        words = _("Usually %(every)s, last visit %(ago)s ago") % {
            "every": _every(usual),
            "ago": _span((today - facts.last_visit_on).days),
        }
        yield Reason("due_back", words)


def _flag_words(facts: FollowUpFacts, actor: Actor) -> str:
    words = facts.flag_reason or _("Flagged for follow-up")
    return f"{words} ({_day(facts.flagged_for, actor)})" if facts.flagged_for else words


def _day(day: date, actor: Actor) -> str:
    return format_date(day, "medium", locale=actor.workspace.locale.replace("-", "_"))


def usual_days(last_visit_on: date, due_back_on: date) -> int:
    """The usual days between visits behind a due-back day."""
    waited = (due_back_on - last_visit_on).days
    longer_than_grace = waited > _PATIENCE * 2 * _GRACE_DAYS
    return round(waited / _PATIENCE) if longer_than_grace else max(1, waited - _GRACE_DAYS)


def _every(days: int) -> str:
    number, unit = _in_units(days)
    return {
        "d": ngettext("every day", "every %(n)d days", number),
        "w": ngettext("every week", "every %(n)d weeks", number),
        "m": ngettext("every month", "every %(n)d months", number),
        "y": ngettext("every year", "every %(n)d years", number),
    }[unit] % {"n": number}


def _span(days: int) -> str:
    number, unit = _in_units(days)
    return {
        "d": ngettext("%(n)d day", "%(n)d days", number),
        "w": ngettext("%(n)d week", "%(n)d weeks", number),
        "m": ngettext("%(n)d month", "%(n)d months", number),
        "y": ngettext("%(n)d year", "%(n)d years", number),
    }[unit] % {"n": number}


def _in_units(days: int) -> tuple[int, str]:
    """The number and unit in which people would say it: 10 days, 6 weeks, 3 months, 2 years."""
    months = round(days / _MONTH)
    if days < 14:
        return days, "d"
    if days < 45:
        return round(days / 7), "w"
    return (round(months / 12), "y") if months >= 24 else (months, "m")
