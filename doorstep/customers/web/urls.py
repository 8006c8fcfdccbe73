"""Addresses of the customers' pages."""

from django.urls import URLPattern, path

from doorstep.customers.web import (
    accounts,
    bulk,
    form,
    list_views,
    record,
    record_actions,
    suggestions,
    types,
)

app_name = "customers"

_ONE = "customers/<int:customer_id>"

_list: list[URLPattern] = [
    path("customers", list_views.customer_list, name="list"),
    path("customers/count", list_views.count, name="count"),
    path("customers/filter", list_views.filter_panel, name="filter"),
    path("customers/columns", list_views.columns, name="columns"),
]

_bulk: list[URLPattern] = [
    path("customers/bulk", bulk.bulk, name="bulk"),
    path("customers/bulk/ask", bulk.ask, name="bulk-ask"),
]

_record: list[URLPattern] = [
    path("customers/new", form.create, name="create"),
    path("customers/duplicates", suggestions.duplicates, name="duplicates"),
    path("customers/addresses", suggestions.addresses, name="addresses"),
    path("customers/postcode", suggestions.postcode, name="postcode"),
    path("customers/account-options", suggestions.account_options, name="account-options"),
    path(_ONE, record.record, name="record"),
    path(f"{_ONE}/edit", form.edit, name="edit"),
    path(f"{_ONE}/dormant", record_actions.dormant, name="dormant"),
    path(f"{_ONE}/follow-up", record_actions.follow_up, name="follow-up"),
    path(f"{_ONE}/put-back", record_actions.put_back, name="put-back"),
    path(f"{_ONE}/tags", record_actions.tag, name="tags"),
    *(
        path(f"{_ONE}/{verb}", record_actions.press, {"verb": verb}, name=verb)
        for verb in ("archive", "restore", "reactivate", "follow-up-done")
    ),
    *(
        path(f"{_ONE}/{tab}", record.record, {"tab": tab}, name=f"tab-{tab}")
        for tab in ("jobs", "invoices", "properties", "contacts", "files", "notes", "tasks", "activity")
    ),
]

_accounts: list[URLPattern] = [
    path("accounts", accounts.index, name="accounts"),
    path("accounts/new", accounts.create, name="account-create"),
    path("accounts/<int:account_id>", accounts.page, name="account"),
    path("accounts/<int:account_id>/edit", accounts.edit, name="account-edit"),
    path("accounts/<int:account_id>/archive", accounts.archive, name="account-archive"),
    path("accounts/<int:account_id>/restore", accounts.restore, name="account-restore"),
    path("accounts/<int:account_id>/customers", accounts.members, name="account-customers"),
]

_types: list[URLPattern] = [
    path("settings/customer-types/", types.index, name="types"),
    path("settings/customer-types/new/", types.create, name="type-create"),
    path("settings/customer-types/<int:type_id>/", types.edit, name="type-edit"),
    path("settings/customer-types/<int:type_id>/move/", types.move, name="type-move"),
    path("settings/customer-types/<int:type_id>/archive/", types.archive, name="type-archive"),
    path("settings/customer-types/<int:type_id>/restore/", types.restore, name="type-restore"),
]

urlpatterns = [*_list, *_bulk, *_record, *_accounts, *_types]
