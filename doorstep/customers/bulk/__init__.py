"""Bulk changes of customers: operations, selection, and the run that brings them together."""

from doorstep.customers.bulk.kind import change_customers
from doorstep.customers.bulk.operations import OPERATIONS, Operation
from doorstep.customers.bulk.selection import Selection

__all__ = ["OPERATIONS", "Operation", "Selection", "change_customers"]
