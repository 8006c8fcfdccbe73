"""What may be done with invoices and payments."""

from django.utils.translation import gettext_lazy as _

from doorstep.core.permissions import Capability

VIEW_MONEY = Capability(
    "view_money", _("See money"), _("Revenue, balances, invoices and payments."), reads=True
)
MANAGE_INVOICES = Capability("manage_invoices", _("Manage invoices"), _("Draft, issue and void invoices."))
RECORD_PAYMENTS = Capability("record_payments", _("Record payments"), _("Record and void payments."))
