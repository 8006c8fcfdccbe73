"""What each app adds when a workspace is made, copied into a sandbox, or asked to change its currency.

Dotted paths, bottom of the ladder first.
"""

# f(*, workspace) -> None, in the transaction that makes the workspace.
WORKSPACE_DEFAULTS = (
    "doorstep.vocabulary.founding.add_default_lists",
    "doorstep.customers.founding.add_default_types",
)

# f(*, source, target) -> None: the lists and settings of an app, no records.
SANDBOX_COPIES = (
    "doorstep.identity.founding.copy_teams_and_roles",
    "doorstep.vocabulary.founding.copy_lists",
    "doorstep.customers.founding.copy_types",
)

# f(workspace) -> bool: whether there are amounts that a new currency would turn into other amounts.
CURRENCY_KEEPERS = ("doorstep.billing.founding.has_amounts",)
