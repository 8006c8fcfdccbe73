from doorstep.duplicates.actions.merging import merge_customers
from doorstep.duplicates.actions.pairs import dismiss_pair, reopen_pair
from doorstep.duplicates.actions.running import merge_confident, scan
from doorstep.duplicates.actions.undoing import foresee_undo, undo_merge

__all__ = [
    "dismiss_pair",
    "foresee_undo",
    "merge_confident",
    "merge_customers",
    "reopen_pair",
    "scan",
    "undo_merge",
]
