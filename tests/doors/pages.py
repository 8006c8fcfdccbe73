"""The table: who may open which page. A page that is not here fails test_every_page_stands_in_the_table."""

from dataclasses import dataclass, field
from typing import Any

from doorstep.billing.permissions import MANAGE_INVOICES, RECORD_PAYMENTS, VIEW_MONEY
from doorstep.core.permissions import Capability
from doorstep.customers.permissions import BULK_CHANGE, MANAGE_CUSTOMERS, VIEW_CUSTOMERS
from doorstep.duplicates.permissions import MERGE
from doorstep.files.permissions import MANAGE_FILES, VIEW_FILES
from doorstep.identity.actor import Actor
from doorstep.identity.permissions import EXPORT_WORKSPACE, MANAGE_MEMBERS, MANAGE_SETTINGS, MANAGE_TOKENS
from doorstep.jobs.permissions import COMPLETE_JOBS, MANAGE_JOBS
from doorstep.notes.permissions import WRITE_NOTES
from doorstep.transfer.permissions import EXPORT, IMPORT
from tests.doors.world import Ids

#: Parameters that name a row which follows the visibility of a client, or of whoever made it.
SCOPED = {
    "customer_id",
    "client_id",
    "property_id",
    "contact_id",
    "file_id",
    "party_row_id",
    "job_id",
    "invoice_id",
    "payment_id",
    "run_id",
    "row_id",
    "note_id",
    "task_id",
    "activity_id",
    "interaction_id",
    "other_id",
    "survivor_id",
    "pair_id",
    "merge_id",
}
#: Parameters that name no row of a workspace.
NOT_ROWS = {"role", "secret", "key"}


@dataclass(frozen=True, eq=False)
class Page:
    """`needs`: all of these; none: any member. `data`: what to send along.

    `instead`: ids this page wants in place of others. `refusal`: the answer to who may not.
    """

    method: str = "GET"
    needs: tuple[Capability, ...] = ()
    instead: dict[str, str] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    refusal: int = 403

    def may(self, actor: Actor) -> bool:
        return all(actor.can(capability) for capability in self.needs)

    def ids(self, ids: Ids) -> Ids:
        return {parameter: ids[other] for parameter, other in self.instead.items()}


#: For people who are not members (yet): setting up, invitations.
ANYBODY = Page()
#: Guarded by more than a role, with tests of their own: the way to another workspace, signed links, what one
#: member alone was told.
SELF_GUARDED = {
    "files:original",
    "files:preview",
    "files:thumbnail",
    "identity:switch_workspace",
    "notifications:open",
    "runs:file",
}


def _open(page: Page, names: str) -> dict[str, Page]:
    return dict.fromkeys(names.split(), page)


_VIEW = {"page": "customers", "name": "Other"}

PAGES: dict[str, Page] = {
    **_open(ANYBODY, "identity:setup identity:invitation files:link"),
    **_open(
        Page(),
        "shell:home shell:palette shell:api shell:api-section identity:account identity:settings"
        " notifications:list notifications:count notifications:choices"
        " runs:list runs:run runs:progress runs:rows runs:undo runs:file notifications:open",
    ),
    **_open(Page(data=_VIEW), "shell:views"),
    **_open(Page("POST", data=_VIEW), "shell:view-save"),
    # Somebody else's shared view, token, import:
    **_open(Page("POST", (MANAGE_SETTINGS,), data=_VIEW), "shell:view-change shell:view-delete"),
    **_open(Page("POST", (MANAGE_MEMBERS,)), "identity:revoke_token"),
    **_open(Page("POST", (IMPORT,)), "runs:cancel"),
    **_open(Page("POST"), "identity:switch_workspace notifications:read-all"),
    # --- customers -----------------------------------------------------------------------------------
    **_open(
        Page(needs=(VIEW_CUSTOMERS,)),
        "customers:list customers:count customers:filter customers:columns customers:record"
        " customers:tab-activity customers:tab-notes customers:tab-tasks"
        " customers:tab-contacts customers:tab-jobs customers:tab-properties"
        " customers:accounts customers:account clients:all-properties clients:properties clients:contacts"
        " jobs:panel",
    ),
    **_open(
        Page(needs=(MANAGE_CUSTOMERS,)),
        "customers:create customers:edit customers:dormant customers:follow-up customers:duplicates"
        " customers:addresses customers:postcode customers:account-options customers:account-create"
        " customers:account-edit clients:property-create clients:property-edit clients:party-create"
        " clients:party-edit clients:contact-create clients:contact-edit",
    ),
    **_open(
        Page("POST", (MANAGE_CUSTOMERS,)),
        "customers:archive customers:restore customers:reactivate customers:follow-up-done"
        " customers:put-back customers:tags customers:account-archive customers:account-restore"
        " customers:account-customers clients:property-delete clients:property-primary clients:party-delete"
        " clients:contact-delete",
    ),
    **_open(Page(needs=(VIEW_CUSTOMERS, VIEW_FILES)), "files:panel"),
    **_open(Page(needs=(VIEW_CUSTOMERS, VIEW_FILES), refusal=404), "customers:tab-files"),
    **_open(Page(needs=(VIEW_FILES,)), "files:show files:original files:preview files:thumbnail"),
    **_open(Page(needs=(MANAGE_FILES,)), "files:edit"),
    **_open(Page("POST", (MANAGE_FILES,)), "files:upload files:delete files:restore"),
    **_open(Page("POST", (BULK_CHANGE,)), "customers:bulk customers:bulk-ask"),
    # --- notes and tasks -----------------------------------------------------------------------------
    **_open(
        Page(needs=(VIEW_CUSTOMERS,)), "notes:notes notes:tasks notes:my-tasks notes:task notes:activity"
    ),
    **_open(
        Page(needs=(WRITE_NOTES,)),
        "notes:note-create notes:note-edit notes:task-create notes:client-task-create notes:task-edit"
        " notes:activity-create notes:activity-edit notes:activity-done notes:interaction-create"
        " notes:interaction-edit",
    ),
    **_open(
        Page("POST", (WRITE_NOTES,)),
        "notes:note-pin notes:note-star notes:note-delete notes:note-restore notes:task-done"
        " notes:task-reopen notes:task-delete notes:task-restore notes:activity-reopen notes:activity-delete"
        " notes:activity-restore notes:interaction-delete notes:interaction-restore",
    ),
    # --- jobs and money ------------------------------------------------------------------------------
    **_open(Page(needs=(MANAGE_JOBS,)), "jobs:create jobs:edit jobs:reschedule jobs:cancel"),
    **_open(Page(needs=(COMPLETE_JOBS,)), "jobs:complete jobs:abort"),
    **_open(Page("POST", (MANAGE_JOBS,)), "jobs:reopen"),
    **_open(Page(needs=(VIEW_CUSTOMERS, VIEW_MONEY)), "billing:panel billing:payments"),
    **_open(Page(needs=(VIEW_CUSTOMERS, VIEW_MONEY), refusal=404), "customers:tab-invoices"),
    **_open(Page(needs=(MANAGE_INVOICES,)), "billing:create_invoice billing:void_invoice"),
    **_open(
        Page("POST", (MANAGE_INVOICES,), {"invoice_id": "draft_id"}),
        "billing:issue_invoice billing:delete_draft",
    ),
    **_open(Page(needs=(VIEW_MONEY, RECORD_PAYMENTS)), "billing:record_payment billing:void_payment"),
    # --- in and out ----------------------------------------------------------------------------------
    **_open(
        Page(needs=(IMPORT,)),
        "transfer:import transfer:import_sample transfer:import_plan transfer:import_decisions"
        " transfer:import_result",
    ),
    **_open(Page("POST", (IMPORT,)), "transfer:import_discard"),
    **_open(Page(needs=(EXPORT,)), "transfer:export"),
    **_open(Page(needs=(EXPORT_WORKSPACE,)), "transfer:archive"),
    # --- duplicates ----------------------------------------------------------------------------------
    **_open(
        Page(needs=(MERGE,)),
        "duplicates:list duplicates:merges duplicates:merge-page duplicates:choose duplicates:merge",
    ),
    **_open(
        Page("POST", (MERGE,)),
        "duplicates:scan duplicates:merge-all duplicates:dismiss duplicates:reopen duplicates:undo",
    ),
    # --- settings ------------------------------------------------------------------------------------
    **_open(Page(needs=(MANAGE_SETTINGS,)), "identity:workspace identity:sandbox"),
    **_open(
        Page(needs=(MANAGE_SETTINGS,)),
        "customers:types customers:type-create customers:type-edit vocabulary:tags vocabulary:tag-create"
        " vocabulary:tag-edit vocabulary:sources vocabulary:source-create vocabulary:source-edit"
        " vocabulary:fields vocabulary:field-create vocabulary:field-edit vocabulary:options"
        " vocabulary:option-create vocabulary:option-edit",
    ),
    **_open(
        Page("POST", (MANAGE_SETTINGS,)),
        "customers:type-archive customers:type-move customers:type-restore vocabulary:tag-delete"
        " vocabulary:source-archive vocabulary:source-move vocabulary:source-restore vocabulary:field-archive"
        " vocabulary:field-move vocabulary:field-restore vocabulary:option-archive vocabulary:option-restore",
    ),
    **_open(
        Page(needs=(MANAGE_MEMBERS,)),
        "identity:members identity:invite identity:member identity:roles identity:teams identity:team",
    ),
    **_open(
        Page("POST", (MANAGE_MEMBERS,)),
        "identity:end_membership identity:restore_membership identity:resend_invitation"
        " identity:revoke_invitation identity:reset_role identity:delete_team",
    ),
    **_open(Page(needs=(MANAGE_TOKENS,)), "identity:tokens"),
}
