"""Reads about invoices, payments and how customers pay."""

from doorstep.billing.queries.habits import MoneySummary, money_summary
from doorstep.billing.queries.ledger import (
    Received,
    balance_cents,
    clients_leaving_window,
    invoices_of,
    open_invoices,
    overdue_words,
    payments_of,
    received_for,
)

__all__ = [
    "MoneySummary",
    "Received",
    "balance_cents",
    "clients_leaving_window",
    "invoices_of",
    "money_summary",
    "open_invoices",
    "overdue_words",
    "payments_of",
    "received_for",
]
