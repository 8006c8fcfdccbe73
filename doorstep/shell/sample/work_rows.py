"""A customer's work and money as rows: jobs, invoices, lines, payments, allocations."""

from doorstep.billing.models import Allocation, Invoice, InvoiceLine, Payment
from doorstep.jobs.models import Job
from doorstep.shell.sample.company import Company
from doorstep.shell.sample.dates import iso
from doorstep.shell.sample.dice import Dice
from doorstep.shell.sample.people_rows import Dossier
from doorstep.shell.sample.sheets import Keys, Sheet
from doorstep.shell.sample.work import Bill, Completed, Draft, Receipt, Visit, Void


class WorkBook:
    """Takes dossiers and writes the rows of the tables in `sheets`."""

    def __init__(self, company: Company, keys: Keys, dice: Dice, today: int) -> None:
        self.keys, self.dice, self.today = keys, dice, today
        self.technicians = company.with_role("technician")
        office = company.with_role("dispatcher", "csr", "owner")
        of = {"workspace_id": company.workspace.pk, "created_by_id": office[0].id if office else None}
        self.jobs = Sheet(
            Job,
            "id number customer_id property_id title status scheduled_at completed_on ended_reason"
            " price_cents technician_id created_at",
            **of,
        )
        self.invoices = Sheet(
            Invoice,
            "id number customer_id job_id property_id status issued_on due_on net_cents tax_cents total_cents"
            " paid_cents paid_on void_reason voided_at created_at",
            **of,
        )
        self.lines = Sheet(
            InvoiceLine,
            "id invoice_id position description quantity_thousandths unit_cents tax_basis_points net_cents"
            " tax_cents",
            workspace_id=company.workspace.pk,
        )
        self.payments = Sheet(
            Payment,
            "id customer_id amount_cents received_on method reference voided_at void_reason created_at",
            **of,
        )
        self.allocations = Sheet(
            Allocation, "id payment_id invoice_id amount_cents", workspace_id=company.workspace.pk
        )
        self.sheets = (self.jobs, self.invoices, self.lines, self.payments, self.allocations)

    def enter(self, one: Dossier) -> None:
        """Write what was done for one customer and what it paid."""
        for visit in one.life.visits:
            place_id = one.place_ids[0] if self.dice.chance(0.85) else self.dice.one(one.place_ids)
            self._job(one, visit, place_id)
            for bill in visit.bills:
                self._invoice(one.id, visit, bill, place_id)
        for receipt in one.life.receipts:
            self._payment(one.id, receipt)

    def _job(self, one: Dossier, visit: Visit, place_id: int) -> None:
        visit.id = self.keys.next(Job)
        asked_on = max(one.life.came_on, min(visit.day - 7, self.today - 1))
        technicians = self.technicians
        mine = one.member and any(one.member.id == other.id for other in technicians)
        technician = (
            one.member.id if mine and one.member else self.dice.one(technicians).id if technicians else None
        )
        self.jobs.add(
            visit.id, visit.number, one.id, place_id, visit.service.title, visit.status,
            f"{iso(visit.day)} {visit.hour}:00:00", iso(visit.day) if visit.status == Completed else None,
            visit.reason, visit.price_cents, technician, f"{iso(asked_on)} 16:00:00",
        )  # fmt: skip

    def _invoice(self, client_id: int, visit: Visit, bill: Bill, place_id: int) -> None:
        bill.id = self.keys.next(Invoice)
        net = sum(line.net_cents for line in bill.lines)
        void, draft = bill.status == Void, bill.status == Draft
        self.invoices.add(
            bill.id, None if draft else bill.number, client_id, visit.id, place_id, bill.status,
            None if draft else iso(bill.issued_on), None if draft else iso(bill.due_on),
            net, bill.total_cents - net, bill.total_cents, bill.paid_cents,
            iso(bill.paid_on) if bill.paid_on else None, "Wrong amount" if void else "",
            f"{iso(bill.issued_on)} 22:45:00" if void else None, f"{iso(bill.issued_on)} 22:40:00",
        )  # fmt: skip
        for position, line in enumerate(bill.lines):
            self.lines.add(
                self.keys.next(InvoiceLine), bill.id, position, line.description, line.quantity * 1000,
                line.unit_cents, line.tax_basis_points, line.net_cents, line.tax_cents,
            )  # fmt: skip

    def _payment(self, client_id: int, receipt: Receipt) -> None:
        key = receipt.id = self.keys.next(Payment)
        day = iso(receipt.received_on)
        bounced = receipt.bounced
        reference = f"Check {self.dice.between(1001, 9899)}" if receipt.method == "cheque" else ""
        self.payments.add(
            key, client_id, receipt.amount_cents, day, receipt.method, reference,
            f"{day} 22:55:00" if bounced else None, "Returned unpaid" if bounced else "", f"{day} 22:50:00",
        )  # fmt: skip
        for bill, cents in receipt.parts:
            self.allocations.add(self.keys.next(Allocation), key, bill.id, cents)
