"""How money reads on a customer's timeline: only for those who may see it."""

from django.utils.translation import gettext_lazy as _

from doorstep.activity.wording import Wording

WORDINGS = {
    "invoice.created": Wording("file-invoice", _("Draft invoice of %(total_cents)s"), money=True),
    "invoice.updated": Wording("file-invoice", _("Draft invoice changed"), money=True),
    "invoice.deleted": Wording("trash", _("Draft invoice of %(total_cents)s deleted"), money=True),
    "invoice.issued": Wording("file-invoice", _("Invoice %(number)s issued: %(total_cents)s"), money=True),
    "invoice.paid": Wording("circle-check", _("Invoice %(number)s paid in full"), money=True),
    "invoice.voided": Wording("circle-x", _("Invoice %(number)s voided: %(reason)s"), money=True),
    "payment.recorded": Wording("cash", _("Payment of %(amount_cents)s received"), money=True),
    "payment.voided": Wording("circle-x", _("Payment of %(amount_cents)s voided: %(reason)s"), money=True),
}
