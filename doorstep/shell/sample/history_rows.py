"""A customer's timeline as rows of activity, oldest first."""

from collections.abc import Iterator
from typing import Any

from doorstep.activity.models import Entry
from doorstep.billing.events import InvoiceIssued, PaymentRecorded
from doorstep.customers.events import CustomerCreated
from doorstep.jobs.events import JobCompleted, JobCreated
from doorstep.shell.sample.company import Company
from doorstep.shell.sample.dates import iso
from doorstep.shell.sample.people_rows import Dossier
from doorstep.shell.sample.sheets import Keys, Sheet, json_text
from doorstep.shell.sample.work import Completed, Draft, Scheduled, Visit

Happening = tuple[str, str, str, int, dict[str, Any]]  # at, kind, subject kind, subject id, data


class HistoryBook:
    """Takes dossiers and writes their timelines from the day `since` on."""

    def __init__(self, company: Company, keys: Keys, since: int) -> None:
        self.keys, self.since = keys, since
        who = company.with_role("csr", "dispatcher")
        self.entries = Sheet(
            Entry,
            "id at kind client_id subject_kind subject_id data",
            workspace_id=company.workspace.pk,
            actor_id=who[0].id if who else None,
            actor_name=who[0].name if who else "Doorstep",
            via="web" if who else "command",
        )
        self.sheets = (self.entries,)

    def enter(self, one: Dossier) -> None:
        """Write one timeline."""
        for at, kind, subject, subject_id, data in sorted(self._happenings(one), key=lambda one: one[0]):
            self.entries.add(self.keys.next(Entry), at, kind, one.id, subject, subject_id, json_text(data))

    def _happenings(self, one: Dossier) -> Iterator[Happening]:
        came_at = f"{iso(one.life.came_on)} 15:{one.id % 60:02d}:00"
        created = {"name": one.household.name}
        yield came_at, CustomerCreated.kind, "customers.customer", one.id, created
        for visit in one.life.visits:
            if visit.day >= self.since:
                yield from self._visit(one, visit)
        for receipt in one.life.receipts:
            if receipt.received_on >= self.since:
                day = iso(receipt.received_on)
                data = {
                    "amount_cents": receipt.amount_cents,
                    "received_on": day,
                    "method": receipt.method,
                    "invoices": [[bill.number, cents] for bill, cents in receipt.parts],
                }
                yield f"{day} 22:50:00", PaymentRecorded.kind, "billing.payment", receipt.id, data

    def _visit(self, one: Dossier, visit: Visit) -> Iterator[Happening]:
        named = {"number": visit.number, "title": visit.service.title}
        if visit.status == Scheduled:
            data = named | {"scheduled_at": f"{iso(visit.day)}T{visit.hour}:00:00+00:00"}
            yield f"{iso(one.life.came_on)} 16:00:00", JobCreated.kind, "jobs.job", visit.id, data
        if visit.status == Completed:
            data = named | {"completed_on": iso(visit.day)}
            yield f"{iso(visit.day)} 22:30:00", JobCompleted.kind, "jobs.job", visit.id, data
        for bill in visit.bills:
            if bill.status != Draft:
                data = {"number": bill.number, "total_cents": bill.total_cents, "due_on": iso(bill.due_on)}
                at = f"{iso(bill.issued_on)} 22:40:00"
                yield at, InvoiceIssued.kind, "billing.invoice", bill.id, data
