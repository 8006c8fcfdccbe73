from doorstep.billing.models.invoice import Invoice, InvoiceLine
from doorstep.billing.models.payment import Allocation, Payment

__all__ = ["Allocation", "Invoice", "InvoiceLine", "Payment"]
