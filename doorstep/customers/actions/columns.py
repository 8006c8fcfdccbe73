"""Assigning, archiving, making dormant, flagging: one customer or hundreds, in constantly many statements.

Every function takes at most 500 ids and answers with one core.changes.Change per id, in their order: changed
(`before` holds {"old": …, "new": …}), nothing to change, or refused with the reason. `put_back_columns`
reverses it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import Happening, record_events
from doorstep.activity.events import Event
from doorstep.clients.cards import refresh_figures
from doorstep.clients.models import Client
from doorstep.core.changes import Change
from doorstep.core.errors import RuleBroken
from doorstep.customers import events
from doorstep.customers.models import Account, Customer
from doorstep.customers.permissions import MANAGE_CUSTOMERS
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership

_CLIENT_COLUMNS = frozenset({"assigned_to_id", "archived_at"})
#: When these say the same (empty or not), the record already is what is asked for, whatever the rest says.
_MARKS = ("archived_at", "dormant_at", "follow_up_flagged_at")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The values to set, which event tells of it, and what refuses a row (words, "" for none)."""

    values: dict[str, Any]
    event: Event
    refusal: Callable[[Customer], str] = lambda customer: ""


def assign_customers(*, actor: Actor, customer_ids: Sequence[int], member_id: int | None) -> list[Change]:
    """Assign the customers to a member, or to nobody. Raises RuleBroken for a member that is not there."""
    name = ""
    if member_id is not None:
        members = Membership.objects.visible_to(actor).filter(pk=member_id, ended_at=None)
        member = members.select_related("user").first()
        if member is None:
            raise RuleBroken(_("That member is not in this workspace any more."), field="member")
        name = str(member.user)
    wanted = _Wanted({"assigned_to_id": member_id}, events.CustomerAssigned(member=name))
    return _change(actor, customer_ids, wanted)


def move_to_account(*, actor: Actor, customer_ids: Sequence[int], account_id: int | None) -> list[Change]:
    """Put the customers into an account, or take them out of theirs (None).

    Raises RuleBroken for an account that is not there or is archived.
    """
    name = ""
    if account_id is not None:
        account = Account.objects.visible_to(actor).filter(pk=account_id, archived_at=None).first()
        if account is None:
            raise RuleBroken(_("That account is not there any more."), field="account")
        name = account.name
    wanted = _Wanted({"account_id": account_id}, events.CustomerMovedToAccount(account=name))
    return _change(actor, customer_ids, wanted)


def archive_customers(*, actor: Actor, customer_ids: Sequence[int]) -> list[Change]:
    """Take the customers out of the lists; everything of theirs stays. Those who owe money are refused."""

    def owes(customer: Customer) -> str:
        if customer.client.card.open_balance_cents > 0:
            return _("Has an open balance: record the payment or void the invoice first.")
        return ""

    wanted = _Wanted({"archived_at": timezone.now()}, events.CustomerArchived(), owes)
    return _change(actor, customer_ids, wanted)


def restore_customers(*, actor: Actor, customer_ids: Sequence[int]) -> list[Change]:
    """Bring archived customers back into the lists."""
    return _change(actor, customer_ids, _Wanted({"archived_at": None}, events.CustomerRestored()))


def make_dormant(*, actor: Actor, customer_ids: Sequence[int], reason: str = "") -> list[Change]:
    """Stop automatic communication and new jobs for the customers."""
    values = {"dormant_at": timezone.now(), "dormant_reason": reason.strip()[:300]}
    return _change(actor, customer_ids, _Wanted(values, events.CustomerMadeDormant(reason=reason)))


def reactivate(*, actor: Actor, customer_ids: Sequence[int]) -> list[Change]:
    """Make dormant customers active again."""
    values = {"dormant_at": None, "dormant_reason": ""}
    return _change(actor, customer_ids, _Wanted(values, events.CustomerReactivated()))


def flag_follow_up(
    *, actor: Actor, customer_ids: Sequence[int], reason: str, on: date | None = None
) -> list[Change]:
    """Flag the customers for a follow-up, with the reason and the day meant for it.

    One that is flagged already gets the new reason and day. Raises RuleBroken without a reason.
    """
    if not reason.strip():
        raise RuleBroken(_("Say why: whoever follows up will want to know."), field="reason")
    values = {
        "follow_up_flagged_at": timezone.now(),
        "follow_up_reason": reason.strip()[:300],
        "follow_up_on": on,
        "follow_up_by_id": actor.membership_id,
    }
    event = events.FollowUpFlagged(reason=reason.strip()[:300], on=on.isoformat() if on else "")
    return _change(actor, customer_ids, _Wanted(values, event))


def clear_follow_up(*, actor: Actor, customer_ids: Sequence[int]) -> list[Change]:
    """Take the follow-up flag away; what the rule suggests stays suggested."""
    values = {
        "follow_up_flagged_at": None,
        "follow_up_reason": "",
        "follow_up_on": None,
        "follow_up_by_id": None,
    }
    return _change(actor, customer_ids, _Wanted(values, events.FollowUpCleared()))


@transaction.atomic
def put_back_columns(
    *, actor: Actor, befores: Sequence[tuple[int, dict[str, Any]]], event_kind: str
) -> list[Change]:
    """Give the customers back what one of the functions above overwrote: [(id, Change.before), …].

    A value that somebody changed since is kept, which is that row's refusal.
    """
    actor.require(MANAGE_CUSTOMERS)
    found = _locked(actor, [pk for pk, _before in befores])
    changes: list[Change] = []
    for pk, before in befores:
        customer = found.get(pk)
        if customer is None:
            changes.append(Change(pk, refusal=_("Not there any more.")))
        elif _ready(_values(customer, before["new"])) != before["new"]:
            changes.append(Change(pk, refusal=_("Changed since.")))
        else:
            _set(customer, {name: _unready(name, value) for name, value in before["old"].items()})
            changes.append(Change(pk, before))
    _save(actor, [found[one.client_id] for one in changes if one.before], befores[0][1]["old"])
    _tell(actor, [one.client_id for one in changes if one.before], events.CustomerPutBack(change=event_kind))
    return changes


@transaction.atomic
def _change(actor: Actor, customer_ids: Sequence[int], wanted: _Wanted) -> list[Change]:
    actor.require(MANAGE_CUSTOMERS)
    found = _locked(actor, customer_ids)
    changes: list[Change] = []
    for pk in customer_ids:
        customer = found.get(pk)
        if customer is None:
            changes.append(Change(pk, refusal=_("Not there any more, or not yours to see.")))
        elif refusal := wanted.refusal(customer):
            changes.append(Change(pk, refusal=refusal))
        elif _is_so(customer, wanted.values):
            changes.append(Change(pk))
        else:
            old = _ready(_values(customer, wanted.values))
            changes.append(Change(pk, {"old": old, "new": _ready(wanted.values)}))
    touched = [one.client_id for one in changes if one.before is not None]
    for pk in touched:
        _set(found[pk], wanted.values)
    _save(actor, [found[pk] for pk in touched], wanted.values)
    _tell(actor, touched, wanted.event)
    return changes


def _locked(actor: Actor, customer_ids: Sequence[int]) -> dict[int, Customer]:
    rows = Customer.objects.visible_to(actor).filter(pk__in=customer_ids).order_by("pk")
    return {row.pk: row for row in rows.select_related("client__card").select_for_update(of=("self",))}


def _row_of(customer: Customer, name: str) -> models.Model:
    return customer.client if name in _CLIENT_COLUMNS else customer


def _values(customer: Customer, names: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(_row_of(customer, name), name) for name in names}


def _set(customer: Customer, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(_row_of(customer, name), name, value)


def _is_so(customer: Customer, wanted: dict[str, Any]) -> bool:
    """Nothing to change: every plain value is the same, and a mark is set where one is wanted."""
    return all(
        (stored is None) == (wanted[name] is None) if name in _MARKS else stored == wanted[name]
        for name, stored in _values(customer, wanted).items()
        if not (name == "dormant_reason" and stored)
    )


def _ready(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _unready(name: str, value: Any) -> Any:
    if value is None or not isinstance(value, str) or not name.endswith(("_at", "_on")):
        return value
    return datetime.fromisoformat(value) if name.endswith("_at") else date.fromisoformat(value)


def _save(actor: Actor, customers: Sequence[Customer], names: dict[str, Any]) -> None:
    if not customers:
        return
    ids = [customer.pk for customer in customers]
    on_client = [name.removesuffix("_id") for name in names if name in _CLIENT_COLUMNS]
    on_customer = [name.removesuffix("_id") for name in names if name not in _CLIENT_COLUMNS]
    if on_client:
        Client.objects.bulk_update([customer.client for customer in customers], on_client)
    if on_customer:
        Customer.objects.bulk_update(customers, on_customer)
    Client.objects.filter(pk__in=ids).update(version=F("version") + 1, updated_at=timezone.now())
    refresh_figures(workspace=actor.workspace, client_ids=ids, sources=("clients", "customers"))


def _tell(actor: Actor, ids: Sequence[int], event: Event) -> None:
    record_events([Happening(event, client_id=pk) for pk in ids], actor=actor)
