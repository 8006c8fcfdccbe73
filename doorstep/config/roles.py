"""The permission matrix: what each role may do and see by default. A workspace may change each line."""

from doorstep.billing import permissions as billing
from doorstep.core.permissions import Capability
from doorstep.customers import permissions as customers
from doorstep.duplicates import permissions as duplicates
from doorstep.files import permissions as files
from doorstep.identity import permissions as identity
from doorstep.identity.actor import RoleRights
from doorstep.identity.models import Role, Visibility
from doorstep.jobs import permissions as jobs
from doorstep.notes import permissions as notes
from doorstep.transfer import permissions as transfer

CAPABILITIES: tuple[Capability, ...] = (
    customers.VIEW_CUSTOMERS,
    customers.MANAGE_CUSTOMERS,
    customers.BULK_CHANGE,
    customers.DELETE_CUSTOMERS,
    notes.WRITE_NOTES,
    files.VIEW_FILES,
    files.MANAGE_FILES,
    jobs.MANAGE_JOBS,
    jobs.COMPLETE_JOBS,
    billing.VIEW_MONEY,
    billing.MANAGE_INVOICES,
    billing.RECORD_PAYMENTS,
    duplicates.MERGE,
    transfer.IMPORT,
    transfer.EXPORT,
    identity.MANAGE_TOKENS,
    identity.MANAGE_SETTINGS,
    identity.MANAGE_MEMBERS,
    identity.EXPORT_WORKSPACE,
)

_EVERYTHING = frozenset(capability.key for capability in CAPABILITIES)


def _rights(visibility: Visibility, *capabilities: Capability) -> RoleRights:
    return RoleRights(visibility, frozenset(capability.key for capability in capabilities))


_FIELD = (
    customers.VIEW_CUSTOMERS,
    files.VIEW_FILES,
    files.MANAGE_FILES,
    notes.WRITE_NOTES,
    identity.MANAGE_TOKENS,
)
_OFFICE = (*_FIELD, customers.MANAGE_CUSTOMERS, jobs.MANAGE_JOBS, jobs.COMPLETE_JOBS)

ROLES: dict[Role, RoleRights] = {
    Role.OWNER: RoleRights(Visibility.ALL, _EVERYTHING),
    Role.MANAGER: RoleRights(Visibility.ALL, _EVERYTHING - {identity.EXPORT_WORKSPACE.key}),
    Role.DISPATCHER: _rights(Visibility.ALL, *_OFFICE, customers.BULK_CHANGE, transfer.EXPORT),
    Role.CSR: _rights(
        Visibility.ALL,
        *_OFFICE,
        billing.VIEW_MONEY,
        billing.RECORD_PAYMENTS,
        transfer.IMPORT,
        transfer.EXPORT,
        customers.BULK_CHANGE,
    ),
    Role.SALESPERSON: _rights(Visibility.OWN, *_FIELD, customers.MANAGE_CUSTOMERS),
    Role.TECHNICIAN: _rights(Visibility.TEAM, *_FIELD, jobs.COMPLETE_JOBS),
    Role.ACCOUNTANT: _rights(
        Visibility.ALL,
        *_FIELD,
        billing.VIEW_MONEY,
        billing.MANAGE_INVOICES,
        billing.RECORD_PAYMENTS,
        transfer.EXPORT,
    ),
}
