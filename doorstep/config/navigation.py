"""The sidebar, the + New menu and the member's menu: one table each, in the order they are shown.

`key`: the letter that goes there after `g`. Without the capability an entry is not shown.
"""

from django.utils.translation import gettext_lazy as _

from doorstep.customers.permissions import MANAGE_CUSTOMERS, VIEW_CUSTOMERS
from doorstep.duplicates.permissions import MERGE
from doorstep.notes.permissions import WRITE_NOTES
from doorstep.shell.navigation import Entry, Navigation
from doorstep.transfer.permissions import IMPORT

NAVIGATION = Navigation(
    pages=(
        Entry(_("Home"), "shell:home", "home", "h"),
        Entry(_("Customers"), "customers:list", "users", "c", VIEW_CUSTOMERS),
        Entry(_("Properties"), "clients:all-properties", "map-pin", "p", VIEW_CUSTOMERS),
        Entry(_("Accounts"), "customers:accounts", "building", "a", VIEW_CUSTOMERS),
        Entry(_("Tasks"), "notes:my-tasks", "list-check", "t", VIEW_CUSTOMERS),
        Entry(_("Duplicates"), "duplicates:list", "arrows-join", "d", MERGE),
        Entry(_("Imports and exports"), "runs:list", "history", "i", short=_("Imports & exports")),
        Entry(_("Settings"), "identity:settings", "settings", "s"),
    ),
    create=(
        Entry(_("Customer"), "customers:create", "user-plus", capability=MANAGE_CUSTOMERS),
        Entry(_("Account"), "customers:account-create", "building", capability=MANAGE_CUSTOMERS),
        Entry(_("Task"), "notes:task-create", "list-check", capability=WRITE_NOTES),
        Entry(_("Import from a file"), "transfer:import", "file-import", capability=IMPORT),
    ),
    member=(Entry(_("Your account"), "identity:account", "user"),),
)
