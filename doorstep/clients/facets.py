"""Facets: the discrete things a list is filtered by, each a 32-bit integer, `kind << 26 | id`.

One array per card answers "tagged VIP and from Google and Anna's" with one index.
"""

from enum import IntEnum


class Facet(IntEnum):
    """The kinds there are. The numbers are stored: add, never renumber."""

    TAG = 1
    SOURCE = 2
    MEMBER = 3
    CUSTOMER_TYPE = 4
    OPTION = 5  # a CustomFieldOption
    CHECKED = 6  # a CustomField that is a ticked checkbox
    ACCOUNT = 7


_ID_BITS = 26


def facet(kind: Facet, row_id: int) -> int:
    """The integer for row `row_id` (1 to 67,108,863) of `kind`. Raises ValueError beyond."""
    if not 0 < row_id < 1 << _ID_BITS:
        raise ValueError(f"{kind.name} {row_id} does not fit a facet")
    return kind << _ID_BITS | row_id


def kind_of(value: int) -> int:
    """The kind of a facet."""
    return value >> _ID_BITS
