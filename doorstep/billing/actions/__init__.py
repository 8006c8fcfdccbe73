"""Every change to invoices and payments."""

from doorstep.billing.actions.drafts import create_invoice, delete_draft, update_draft
from doorstep.billing.actions.issuing import issue_invoice, void_invoice
from doorstep.billing.actions.payments import record_payment, void_payment

__all__ = [
    "create_invoice",
    "delete_draft",
    "issue_invoice",
    "record_payment",
    "update_draft",
    "void_invoice",
    "void_payment",
]
