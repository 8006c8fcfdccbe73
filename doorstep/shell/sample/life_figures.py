"""The figures of one life, added up as the sources of config/figures.py add up the ledger."""

from datetime import date
from typing import Any

from doorstep.core.db import FAR, NEVER
from doorstep.jobs.rhythm import FEWEST_VISITS, due_back_on
from doorstep.shell.sample.lives import Life
from doorstep.shell.sample.work import Bill, Cancelled, Completed, Issued, Scheduled


def job_columns(life: Life) -> dict[str, Any]:
    """The card's columns that jobs.figures owns."""
    counted = [visit for visit in life.visits if visit.status != Cancelled]
    if not counted:
        return {}
    done = sorted({visit.day for visit in counted if visit.status == Completed})
    waiting = any(visit.status == Scheduled for visit in counted)
    due_back = FAR
    if len(done) >= FEWEST_VISITS and not waiting:
        due_back = due_back_on([date.fromordinal(day) for day in done])
    return {
        "jobs_count": len(counted),
        "completed_jobs": sum(visit.status == Completed for visit in counted),
        "last_job_on": date.fromordinal(max(visit.day for visit in counted)),
        "last_visit_on": date.fromordinal(done[-1]) if done else NEVER,
        "due_back_on": due_back,
    }


def money_columns(life: Life, year_ago: int) -> dict[str, Any]:
    """The card's columns that billing.figures owns."""
    bills = [bill for visit in life.visits for bill in visit.bills if bill.status == Issued]
    columns = _bill_columns(bills, year_ago) if bills else {}
    received = [receipt.received_on for receipt in life.receipts if not receipt.bounced]
    if received:
        columns["last_payment_on"] = date.fromordinal(max(received))
    return columns


def _bill_columns(bills: list[Bill], year_ago: int) -> dict[str, Any]:
    paid = [bill for bill in bills if bill.paid_on]
    due = min((bill.due_on for bill in bills if bill.paid_cents < bill.total_cents), default=0)
    return {
        "lifetime_revenue_cents": sum(bill.total_cents for bill in paid),
        "recent_revenue_cents": sum(bill.total_cents for bill in paid if bill.paid_on > year_ago),
        "open_balance_cents": sum(bill.total_cents - bill.paid_cents for bill in bills),
        "invoice_count": len(bills),
        "last_invoice_on": date.fromordinal(max(bill.issued_on for bill in bills)),
        "last_paid_on": date.fromordinal(max(bill.paid_on for bill in paid)) if paid else NEVER,
        "overdue_on": date.fromordinal(due + 1) if due else FAR,
    }
