"""REST: customers, their types and accounts."""

from doorstep.customers.api import accounts, changes, customers, types

routers = [customers.router, changes.router, types.router, accounts.router]
