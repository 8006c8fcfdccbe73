"""The table: who may do what through the API. An operation that is not here fails its test."""

from dataclasses import dataclass, field
from typing import Any

from doorstep.billing.permissions import MANAGE_INVOICES, RECORD_PAYMENTS, VIEW_MONEY
from doorstep.core.permissions import Capability
from doorstep.customers.permissions import MANAGE_CUSTOMERS, VIEW_CUSTOMERS
from doorstep.duplicates.permissions import MERGE
from doorstep.files.permissions import MANAGE_FILES, VIEW_FILES
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.jobs.permissions import COMPLETE_JOBS, MANAGE_JOBS
from doorstep.notes.permissions import WRITE_NOTES
from doorstep.transfer.permissions import EXPORT, IMPORT


@dataclass(frozen=True)
class Operation:
    """`needs`: None: any member. `body`: one that fits, so that what is tested is the door; or `file`."""

    needs: Capability | None
    body: dict[str, Any] | None = field(default=None, hash=False)
    file: bytes = b""


def _open(needs: Capability | None, names: str) -> dict[str, Operation]:
    return dict.fromkeys(names.split(), Operation(needs))


_REASON = {"reason": "Because"}
_NAME = {"name": "Another"}
_LINES = [{"description": "Service", "unit_cents": 100}]
_MOMENT = "2026-11-20T09:00:00Z"
#: A body's "id" words are filled in by the test: `{"customer_id": "customer_id"}`.
OPERATIONS: dict[str, Operation] = {
    **_open(
        None,
        "who_am_i list_members get_member list_notifications get_notification read_notification"
        " read_all_notifications",
    ),
    **_open(
        VIEW_CUSTOMERS,
        "list_customers get_customer list_properties list_properties_of_customer get_property list_parties"
        " get_party list_contacts list_contacts_of_customer get_contact list_tags get_tag list_sources"
        " get_source list_custom_fields get_custom_field list_customer_types get_customer_type"
        " list_accounts get_account list_jobs get_job list_runs get_run list_run_rows",
    ),
    **_open(
        MANAGE_CUSTOMERS,
        "tag_customer untag_customer archive_customer restore_customer reactivate_customer"
        " clear_customer_flag make_property_primary delete_property delete_party delete_contact"
        " archive_account restore_account",
    ),
    "create_customer": Operation(MANAGE_CUSTOMERS, {"type_id": "type_id", "last_name": "Diaz"}),
    "update_customer": Operation(MANAGE_CUSTOMERS, {"first_name": "Eva"}),
    "make_customer_dormant": Operation(MANAGE_CUSTOMERS, _REASON),
    "flag_customer": Operation(MANAGE_CUSTOMERS, _REASON),
    "create_property": Operation(MANAGE_CUSTOMERS, {"line1": "7 Oak Lane"}),
    "update_property": Operation(MANAGE_CUSTOMERS, {"label": "Shop"}),
    "create_party": Operation(MANAGE_CUSTOMERS, {"role": "payer", "name": "Ann"}),
    "update_party": Operation(MANAGE_CUSTOMERS, {"name": "Ann"}),
    "end_party": Operation(MANAGE_CUSTOMERS, {"on": "2026-01-01"}),
    "create_contact": Operation(MANAGE_CUSTOMERS, {"last_name": "Diaz"}),
    "update_contact": Operation(MANAGE_CUSTOMERS, {"last_name": "Diaz"}),
    "create_account": Operation(MANAGE_CUSTOMERS, _NAME),
    "update_account": Operation(MANAGE_CUSTOMERS, _NAME),
    **_open(VIEW_FILES, "list_files list_files_of_customer get_file get_file_link"),
    **_open(MANAGE_FILES, "delete_file restore_file"),
    "upload_file": Operation(MANAGE_FILES, file=b"Gate code 4711"),
    "update_file": Operation(MANAGE_FILES, {"name": "Another"}),
    **_open(
        MANAGE_SETTINGS,
        "delete_tag archive_source restore_source archive_custom_field restore_custom_field archive_option"
        " restore_option archive_customer_type restore_customer_type",
    ),
    "create_tag": Operation(MANAGE_SETTINGS, _NAME),
    "update_tag": Operation(MANAGE_SETTINGS, _NAME),
    "create_source": Operation(MANAGE_SETTINGS, _NAME),
    "update_source": Operation(MANAGE_SETTINGS, _NAME),
    "create_custom_field": Operation(MANAGE_SETTINGS, {"on": "customer", "label": "Mood", "kind": "text"}),
    "update_custom_field": Operation(MANAGE_SETTINGS, {"label": "Mood"}),
    "add_option": Operation(MANAGE_SETTINGS, {"label": "Other"}),
    "rename_option": Operation(MANAGE_SETTINGS, {"label": "Other"}),
    "create_customer_type": Operation(MANAGE_SETTINGS, {"name": "Landlord", "kind": "person"}),
    "update_customer_type": Operation(MANAGE_SETTINGS, _NAME),
    "create_job": Operation(
        MANAGE_JOBS, {"customer_id": "customer_id", "title": "Service", "scheduled_at": _MOMENT}
    ),
    "update_job": Operation(MANAGE_JOBS, {"title": "Repair"}),
    "reschedule_job": Operation(MANAGE_JOBS, {"scheduled_at": _MOMENT}),
    "cancel_job": Operation(MANAGE_JOBS, _REASON),
    "reopen_job": Operation(MANAGE_JOBS),
    "complete_job": Operation(COMPLETE_JOBS, {}),
    "abort_job": Operation(COMPLETE_JOBS, _REASON),
    **_open(
        VIEW_CUSTOMERS,
        "list_notes get_note list_tasks get_task list_scheduled_activities get_scheduled_activity"
        " list_interactions get_interaction",
    ),
    **_open(
        WRITE_NOTES,
        "delete_note restore_note complete_task reopen_task delete_task restore_task"
        " reopen_scheduled_activity delete_scheduled_activity restore_scheduled_activity delete_interaction"
        " restore_interaction",
    ),
    "create_note": Operation(WRITE_NOTES, {"customer_id": "customer_id", "text": "Dog"}),
    "update_note": Operation(WRITE_NOTES, {"pinned": True}),
    "create_task": Operation(WRITE_NOTES, {"customer_id": "customer_id", "title": "Call"}),
    "update_task": Operation(WRITE_NOTES, {"title": "Write"}),
    "create_scheduled_activity": Operation(
        WRITE_NOTES, {"customer_id": "customer_id", "kind": "call", "starts_at": _MOMENT}
    ),
    "update_scheduled_activity": Operation(WRITE_NOTES, {"title": "Write"}),
    "complete_scheduled_activity": Operation(WRITE_NOTES, {}),
    "create_interaction": Operation(WRITE_NOTES, {"customer_id": "customer_id", "kind": "call"}),
    "update_interaction": Operation(WRITE_NOTES, {"minutes": 5}),
    **_open(VIEW_MONEY, "list_invoices get_invoice list_payments get_payment"),
    "create_invoice": Operation(MANAGE_INVOICES, {"customer_id": "customer_id", "lines": _LINES}),
    "update_invoice": Operation(MANAGE_INVOICES, {"lines": _LINES}),
    "delete_invoice": Operation(MANAGE_INVOICES),
    "issue_invoice": Operation(MANAGE_INVOICES, {}),
    "void_invoice": Operation(MANAGE_INVOICES, _REASON),
    "record_payment": Operation(
        RECORD_PAYMENTS,
        {"customer_id": "customer_id", "amount_cents": 100, "received_on": "2026-11-20", "method": "card"},
    ),
    "void_payment": Operation(RECORD_PAYMENTS, _REASON),
    **_open(
        IMPORT,
        "list_imports create_import get_import list_import_columns try_import run_import list_import_rows"
        " discard_import"
        # A run is stopped and undone by who may do what it does: this one is an import.
        " cancel_run undo_run",
    ),
    "update_import": Operation(IMPORT, {"duplicates": "skip"}),
    "answer_import_row": Operation(IMPORT, {"answer": "skip"}),
    "answer_import_rows": Operation(IMPORT, {"answer": "skip"}),
    **_open(EXPORT, "list_export_columns list_exports get_export download_export"),
    "create_export": Operation(EXPORT, {}),
    **_open(
        MERGE,
        "list_duplicates scan_for_duplicates merge_confident_duplicates get_duplicate dismiss_duplicate"
        " reopen_duplicate list_merges get_merge preview_undo_of_merge undo_merge",
    ),
    "preview_merge": Operation(MERGE),
    "merge_customers": Operation(MERGE, {"survivor_id": "survivor_id", "other_id": "other_id"}),
}
