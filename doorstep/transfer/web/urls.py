"""Addresses of imports and exports."""

from django.urls import path

from doorstep.transfer.web import exports

app_name = "transfer"

urlpatterns = [
    path("customers/export", exports.customers, name="export"),
    path("settings/archive/", exports.workspace, name="archive"),
]
