"""What the people of the sample company have on their desks: notes, tasks, plans and calls of some customers.

Made through the product's own actions, so that timelines and the bell show it too; nobody gets an e-mail.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from doorstep.clients.models import Client
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership, Role, Workspace
from doorstep.notes.actions.notes import add_note
from doorstep.notes.actions.planned import plan_activity
from doorstep.notes.actions.to_dos import add_task, finish_task
from doorstep.notes.actions.touchpoints import log_interaction
from doorstep.notifications.actions import choose_emails
from doorstep.shell.sample.dice import Dice

_CUSTOMERS = 40
_NOTES = (
    "Gate code 4471. Close it behind you, the dog gets out.",
    "Prefers Luis. Ask before sending somebody else.",
    "Second floor windows are painted shut on the north side.",
    "Wants the invoice by post, in two copies.",
    "Spoke of selling the house in spring; ask again in March.",
)
_TASKS = (
    "Call back about the quote",
    "Send the guarantee papers",
    "Ask for the missing signature",
    "Check why the last payment was late",
    "Order the part",
)
_CALLS = (
    "Asked for an earlier appointment.",
    "Happy with the work, may we use them as a reference? Yes.",
    "The tap drips again; we come on Tuesday.",
)


def add_desks(workspace: Workspace) -> None:
    """Give some of the newest customers notes and calls, and the office tasks, overdue ones among them."""
    dice = Dice("desks")
    office = [Actor.of(one) for one in _office(workspace)]
    for actor in office:
        choose_emails(actor=actor, kinds=())
    clients = Client.objects.filter(workspace=workspace).order_by("-pk").values_list("pk", flat=True)
    for number, client_id in enumerate(clients[:_CUSTOMERS]):
        _fill(dice, office, client_id, number)


def _office(workspace: Workspace) -> list[Membership]:
    rows = Membership.objects.filter(workspace=workspace, role__in=(Role.OWNER, Role.MANAGER, Role.CSR))
    return list(rows.with_rights().order_by("pk"))


def _fill(dice: Dice, office: list[Actor], client_id: int, number: int) -> None:
    who, whose = dice.one(office), dice.one(office)
    add_note(
        actor=who,
        client_id=client_id,
        fields={"text": dice.one(_NOTES), "pinned": number % 5 == 0, "important": number % 7 == 0},
    )
    if number % 2 == 0:
        day = who.workspace.today() + timedelta(days=dice.between(-4, 10))
        fields = {"title": dice.one(_TASKS), "due_on": day, "assignee_id": whose.membership_id}
        task = add_task(actor=who, client_id=client_id, fields=fields)  # type: ignore[arg-type]
        if number % 10 == 0:
            finish_task(actor=whose, task_id=task.pk)
    if number % 3 == 0:
        call = {
            "kind": "call",
            "direction": "in",
            "happened_at": timezone.now() - timedelta(days=dice.between(1, 20), minutes=dice.between(0, 400)),
            "minutes": dice.between(2, 15),
            "text": dice.one(_CALLS),
        }
        log_interaction(actor=who, client_id=client_id, fields=call)  # type: ignore[arg-type]
    if number % 4 == 0:
        _plan(dice, whose, client_id)


def _plan(dice: Dice, whose: Actor, client_id: int) -> None:
    day = whose.workspace.today() + timedelta(days=dice.between(1, 8))
    starts_at = datetime.combine(day, time(dice.between(9, 16)), tzinfo=whose.workspace.zone)
    kind = "visit" if dice.chance(0.3) else "call"
    fields = {"kind": kind, "starts_at": starts_at, "assignee_id": whose.membership_id}
    plan_activity(actor=whose, client_id=client_id, fields=fields)  # type: ignore[arg-type]
