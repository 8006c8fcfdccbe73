"""How one customer stands, in the words of the list's tabs."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models import ClientCard
from doorstep.core.days import year_before
from doorstep.core.db import NEVER
from doorstep.customers.models import Customer
from doorstep.customers.queries.follow_up import Reason, follow_up_reasons
from doorstep.customers.queries.rows import FollowUpFacts
from doorstep.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Standing:
    """A status with its colour and what it means."""

    tone: str
    label: str | Promise
    hint: str | Promise


_ACTIVE = Standing("green", _("Active"), _("At least one paid invoice in the last 12 months"))
_PROSPECT = Standing("blue", _("Prospect"), _("No paid work yet"))
_INACTIVE = Standing("grey", _("Inactive"), _("No activity in the last 12 months"))


@dataclass(frozen=True, slots=True)
class _Row:
    """What follow_up_reasons reads of a row of the list."""

    pk: int
    follow_up: FollowUpFacts


def standing_of(customer: Customer, card: ClientCard, today: date) -> Standing | None:
    """Active, prospect or inactive as the tabs say; None where none holds, or something stronger does."""
    if customer.dormant_at or card.archived:
        return None
    since = year_before(today)
    if card.last_paid_on > since:
        return _ACTIVE
    if card.last_activity_on <= since:
        return _INACTIVE
    return _PROSPECT if card.last_paid_on == NEVER else None


def follow_up_of(actor: Actor, customer: Customer, card: ClientCard, *, sees_money: bool) -> list[Reason]:
    """Why this customer should be followed up now, strongest first; [] for no reason."""
    facts = FollowUpFacts(
        flagged_on=card.flagged_on,
        flag_reason=customer.follow_up_reason,
        flagged_for=customer.follow_up_on,
        due_back_on=card.due_back_on,
        overdue_on=card.overdue_on,
        last_visit_on=card.last_visit_on,
        open_balance_cents=card.open_balance_cents,
    )
    rows = [_Row(customer.pk, facts)]
    today = actor.workspace.today()
    return follow_up_reasons(rows, actor, today, sees_money=sees_money)[customer.pk]  # type: ignore[arg-type]  # a row in all that counts


def silenced(customer: Customer) -> str:
    """The ways in which the customer does not want to be reached, in words; "" when there is none."""
    client = customer.client
    ways = (
        (client.accepts_email, _("e-mail")),
        (client.accepts_sms, _("text messages")),
        (client.accepts_calls, _("calls")),
        (client.accepts_post, _("post")),
        (client.accepts_marketing, _("marketing")),
        (customer.after_sales, _("after-sales messages")),
    )
    return ", ".join(str(words) for wanted, words in ways if not wanted)
