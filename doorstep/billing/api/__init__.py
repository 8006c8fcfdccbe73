"""REST: invoices and payments."""

from doorstep.billing.api import invoices, payments

routers = [invoices.router, payments.router]
