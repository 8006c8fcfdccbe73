"""Addresses of imports and exports."""

from django.urls import path

from doorstep.transfer.web import exports, imports

app_name = "transfer"

urlpatterns = [
    path("customers/export", exports.customers, name="export"),
    path("settings/archive/", exports.workspace, name="archive"),
    path("settings/import/", imports.imports, name="import"),
    path("settings/import/sample.csv", imports.sample, name="import_sample"),
    path("settings/import/<int:run_id>/", imports.plan, name="import_plan"),
    path("settings/import/<int:run_id>/discard/", imports.discard, name="import_discard"),
    path("settings/import/<int:run_id>/decisions/", imports.decisions, name="import_decisions"),
    path("settings/import/<int:run_id>/result/", imports.result, name="import_result"),
]
