"""What becomes of every row that refers to a client that is merged away: the table, one line per foreign key.

A test walks all foreign keys to Client, Customer and Property, and all plain numbers named after a client,
and fails when one has no line here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doorstep.duplicates.merging import joining
from doorstep.duplicates.merging.joining import Joining

#: Puts one table's rows in order: f(joining, model, column).
Rule = Callable[[Joining, type[models.Model], str], None]


@dataclass(frozen=True, slots=True)
class Line:
    """`words`: what such rows are called where people read what moves; "" when they are not told."""

    rule: Rule
    words: str | Promise = ""


#: "app.Model.column" -> what is done, in this order. A column of a Customer stands for its client: same key.
TO_CLIENT: Mapping[str, Line] = {
    "clients.Contact.client_id": Line(joining.move_contacts, _("Contacts")),
    "clients.ClientPhone.client_id": Line(joining.move_phones, _("Phones")),
    "clients.ClientTag.client_id": Line(joining.move_tags, _("Tags")),
    "clients.Property.client_id": Line(joining.move_places, _("Properties")),
    "clients.PropertyParty.party_id": Line(joining.move),
    "files.StoredFile.client_id": Line(joining.move, _("Files")),
    "notes.Note.client_id": Line(joining.move, _("Notes")),
    "notes.Task.client_id": Line(joining.move, _("Tasks")),
    "notes.ScheduledActivity.client_id": Line(joining.move, _("Planned calls and visits")),
    "notes.Interaction.client_id": Line(joining.move, _("Logged calls and visits")),
    "jobs.Job.customer_id": Line(joining.move, _("Jobs")),
    "billing.Invoice.customer_id": Line(joining.move, _("Invoices")),
    "billing.Payment.customer_id": Line(joining.move, _("Payments")),
    # Everything that hangs on the paying side has moved by now.
    "customers.Customer.client_id": Line(joining.join_paying_sides),
    "duplicates.DuplicatePair.low_id": Line(joining.drop),
    "duplicates.DuplicatePair.high_id": Line(joining.drop),
    # Derived rows: they go, and those of the survivor are computed anew.
    "clients.ClientCard.client_id": Line(joining.drop_card),
    "clients.ClientSearch.client_id": Line(joining.drop_derived),
    "clients.CustomValue.client_id": Line(joining.drop_derived),
    # A plain number that is followed to find the client as it is now.
    "activity.FormerId.client_id": Line(joining.move),
}

#: Plain numbers that stay: history says what it said. Timelines read them by activity.queries.history_ids,
#: and an old address leads to the survivor.
STAYS = frozenset(
    {
        "activity.Entry.client_id",
        "runs.RunRow.client_id",
        "notifications.Notification.client_id",
        "duplicates.Merge.survivor_id",
        "duplicates.Merge.other_id",
        "activity.FormerId.old_id",
    }
)

#: What refers to a property that both have: it refers to the survivor's from then on.
TO_PROPERTY = (
    "clients.PropertyParty.property_id",
    "files.StoredFile.property_id",
    "notes.Note.property_id",
    "jobs.Job.property_id",
    "billing.Invoice.property_id",
)


@lru_cache(maxsize=64)
def table_of(key: str) -> tuple[type[models.Model], str]:
    """The model and the column of a line's key."""
    label, _dot, column = key.rpartition(".")
    return apps.get_model(label), column


def apply_all(joined: Joining) -> None:
    """Do what every line says, in order."""
    for key, line in TO_CLIENT.items():
        line.rule(joined, *table_of(key))
