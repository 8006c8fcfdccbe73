"""The figures of every client, from the ledger alone: plain SQL and calendar arithmetic, nothing of the code.

Written from the definitions (see the docstrings of jobs.rhythm and billing.figures), so that both can be
wrong only together.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

NEVER, FAR = date(1, 1, 1), date(9999, 12, 31)

INVOICES = """
SELECT i.customer_id, i.status, i.total_cents, i.paid_cents, i.issued_on, i.due_on, i.paid_on,
       COALESCE(SUM(CASE WHEN p.voided_at IS NULL THEN a.amount_cents END), 0) AS received_cents,
       MAX(CASE WHEN p.voided_at IS NULL THEN p.received_on END) AS latest_on
FROM billing_invoice i
LEFT JOIN billing_allocation a ON a.invoice_id = i.id
LEFT JOIN billing_payment p ON p.id = a.payment_id
GROUP BY i.id, i.customer_id, i.status, i.total_cents, i.paid_cents, i.issued_on, i.due_on, i.paid_on
"""
PAYMENTS = """
SELECT customer_id, MAX(received_on) FROM billing_payment WHERE voided_at IS NULL GROUP BY customer_id
"""
JOBS = "SELECT customer_id, status, scheduled_at, completed_on FROM jobs_job"
CLIENTS = (
    "SELECT c.id, c.created_at, u.follow_up_flagged_at FROM clients_client c"
    " JOIN customers_customer u ON u.client_id = c.id"
)
STORED = """
SELECT client_id, lifetime_revenue_cents, recent_revenue_cents, open_balance_cents, invoice_count, jobs_count,
       completed_jobs, last_job_on, last_visit_on, last_invoice_on, last_payment_on, last_paid_on,
       due_back_on, overdue_on, last_business_on, last_activity_on, follow_up_from
FROM clients_clientcard
"""

Figures = dict[int, dict[str, Any]]


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def a_day(value: Any, otherwise: date = NEVER) -> date:
    """SQLite's text or PostgreSQL's date."""
    if value is None:
        return otherwise
    return value if isinstance(value, date) else date.fromisoformat(value)


def day_of(moment: Any, zone: ZoneInfo) -> date:
    """SQLite keeps moments as text without a zone, meaning UTC."""
    when = moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(zone).date()


def stored() -> Figures:
    names = STORED.split("FROM", maxsplit=1)[0].replace("SELECT", "").replace("\n", " ").split(",")
    columns = [name.strip() for name in names]
    cards = [dict(zip(columns, row, strict=True)) for row in rows(STORED)]
    return {
        card.pop("client_id"): {
            name: a_day(value) if name.endswith(("_on", "_from")) else int(value)
            for name, value in card.items()
        }
        for card in cards
    }


def recomputed(today: date, zone: ZoneInfo) -> Figures:
    jobs, invoices = defaultdict(list), defaultdict(list)
    for client_id, *job in rows(JOBS):
        jobs[client_id].append(job)
    for client_id, *invoice in rows(INVOICES):
        invoices[client_id].append(invoice)
    payments = {client_id: a_day(latest) for client_id, latest in rows(PAYMENTS)}
    found: Figures = {}
    for client_id, created_at, flagged_at in rows(CLIENTS):
        card = of_jobs(jobs[client_id], zone) | of_invoices(invoices[client_id], today)
        card["last_payment_on"] = payments.get(client_id, NEVER)
        card["last_business_on"] = max(card["last_job_on"], card["last_invoice_on"])
        dates = (card[name] for name in ("last_business_on", "last_visit_on", "last_payment_on"))
        card["last_activity_on"] = max(day_of(created_at, zone), *dates)
        flagged_on = day_of(flagged_at, zone) if flagged_at else FAR
        card["follow_up_from"] = min(flagged_on, card["due_back_on"], card["overdue_on"])
        found[client_id] = card
    return found


def of_jobs(jobs: list[Any], zone: ZoneInfo) -> dict[str, Any]:
    real = [(status, day_of(at, zone), a_day(done)) for status, at, done in jobs if status != "cancelled"]
    visits = sorted({done for status, _at, done in real if status == "completed"})
    days = [done if status == "completed" else at for status, at, done in real]
    ahead = any(status == "scheduled" for status, _at, _done in real)
    return {
        "jobs_count": len(real),
        "completed_jobs": sum(status == "completed" for status, _at, _done in real),
        "last_job_on": max(days, default=NEVER),
        "last_visit_on": max(visits, default=NEVER),
        "due_back_on": FAR if ahead else due_back(visits),
    }


def due_back(visits: list[date]) -> date:
    if len(visits) < 3:
        return FAR
    gaps = sorted((visits[n + 1] - visits[n]).days for n in range(len(visits) - 1))
    twice_median = gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]
    four_times_wait = max(3 * twice_median, 2 * twice_median + 56)  # 1.5 medians, or one and fourteen days
    return visits[-1] + timedelta(days=-(-four_times_wait // 4))


def of_invoices(invoices: list[Any], today: date) -> dict[str, Any]:
    """Each row: status, total, kept sum, issued, due, kept day of payment, received, latest day."""
    try:
        cut_off = date(today.year - 1, today.month, today.day)
    except ValueError:
        cut_off = date(today.year - 1, 2, 28)
    issued = [row for row in invoices if row[0] == "issued"]
    paid = [(row[1], a_day(row[7])) for row in issued if row[6] == row[1]]
    unpaid = [a_day(row[4]) for row in issued if row[6] < row[1]]
    return {
        "lifetime_revenue_cents": sum(total for total, _latest in paid),
        "recent_revenue_cents": sum(total for total, latest in paid if latest > cut_off),
        "open_balance_cents": sum(int(row[1] - row[6]) for row in issued),
        "invoice_count": len(issued),
        "last_invoice_on": max((a_day(row[3]) for row in issued), default=NEVER),
        "last_paid_on": max((latest for _total, latest in paid), default=NEVER),
        "overdue_on": min(unpaid) + timedelta(days=1) if unpaid else FAR,
    }


def wrong_invoices() -> Iterator[str]:
    """Invoices whose kept sum or day of payment disagrees with what was received, or that got too much."""
    for _client, status, total, paid, _issued, _due, paid_on, received, latest in rows(INVOICES):
        full = status == "issued" and received == total
        kept = (paid, a_day(paid_on)) == (received, a_day(latest) if full else NEVER)
        if not kept or received > total or (status != "issued" and received):
            yield f"{status} {total=} {paid=} {received=} {paid_on=} {latest=}"


def wrong_counts() -> Iterator[str]:
    """Kept counts that disagree with the cards: (fact, day) pairs as clients.models.CountDelta names them."""
    facts = {
        1: "SELECT created_on, COUNT(*) FROM clients_clientcard WHERE {live} GROUP BY created_on",
        2: "SELECT '0001-01-01', COUNT(*) FROM clients_clientcard WHERE {live} AND completed_jobs > 0",
        3: "SELECT last_activity_on, COUNT(*) FROM clients_clientcard WHERE {live} GROUP BY last_activity_on",
        4: "SELECT last_business_on, COUNT(*) FROM clients_clientcard WHERE {live} GROUP BY last_business_on",
        5: "SELECT last_paid_on, COUNT(*) FROM clients_clientcard WHERE {live} GROUP BY last_paid_on",
        6: "SELECT follow_up_from, COUNT(*) FROM clients_clientcard WHERE {live}"
        " AND follow_up_from < '9999-12-31' GROUP BY follow_up_from",
    }
    for fact, sql in facts.items():
        live = "standing = 2 AND NOT archived"
        counted = {a_day(day): count for day, count in rows(sql.format(live=live)) if count}
        deltas = f"SELECT day, SUM(delta) FROM clients_countdelta WHERE fact = {fact} GROUP BY day"
        kept = {a_day(day): int(total) for day, total in rows(deltas) if total}
        if kept != counted:
            yield f"fact {fact}: kept {kept}, counted {counted}"
