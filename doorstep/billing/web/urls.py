"""Addresses of the money panels and forms."""

from django.urls import path

from doorstep.billing.web import invoices, panels, payments

app_name = "billing"

urlpatterns = [
    path("customers/<int:customer_id>/invoices/", panels.invoices_panel, name="panel"),
    path("customers/<int:customer_id>/payments/", panels.payments_panel, name="payments"),
    path("customers/<int:customer_id>/invoices/new/", invoices.create_invoice, name="create_invoice"),
    path("customers/<int:customer_id>/payments/new/", payments.record_payment, name="record_payment"),
    path("invoices/<int:invoice_id>/issue/", invoices.issue_invoice, name="issue_invoice"),
    path("invoices/<int:invoice_id>/delete/", invoices.delete_draft, name="delete_draft"),
    path("invoices/<int:invoice_id>/void/", invoices.void_invoice, name="void_invoice"),
    path("payments/<int:payment_id>/void/", payments.void_payment, name="void_payment"),
]
