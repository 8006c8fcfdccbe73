"""Who somebody is, by name: whether two names can be one customer's."""

from typing import NamedTuple

from doorstep.core.text import name_key
from doorstep.transfer.intake.cleaning import CleanRow


class Who(NamedTuple):
    """A customer that a row may be: in the workspace (`client_id`), or in an earlier row (`row`), or both.

    `hidden`: whoever imports may not see it.
    """

    client_id: int | None
    row: int | None
    name: str
    first: str  # folded keys
    last: str
    company: str
    hidden: bool = False

    @property
    def is_nameless(self) -> bool:
        """A row that names somebody by a reference only."""
        return not (self.last or self.company)


def who(
    client_id: int | None,
    row: int | None,
    name: str,
    first: str,
    last: str,
    company: str,
    *,
    hidden: bool = False,
) -> Who:
    """The names as keys. Of first names the first one counts: "Mary Ann" may be written "Mary"."""
    first_word = first.split(None, 1)[0] if first else ""
    return Who(client_id, row, name, name_key(first_word), name_key(last), name_key(company), hidden)


def who_is(row: CleanRow) -> Who:
    """The row itself as somebody that later rows may resemble."""
    if row.me is None:
        names = (row.values.get(name, "") for name in ("first_name", "last_name", "company_name"))
        row.me = who(None, row.number, row.name, *names)
    return row.me  # type: ignore[no-any-return]


def agree(one: Who, other: Who) -> bool:
    """Whether two names can be one customer's: the same business, or surname with first names that fit.

    "J. Doe" and "Jane Doe" fit; "Jane Doe" and "John Doe" do not: they may be a household.
    """
    if one.company and other.company:
        return one.company == other.company
    if not (one.last and other.last):
        # A business and its owner: the person stands in both rows, or the business's name is the person's.
        return (one.company or one.first + one.last) == (other.company or other.first + other.last)
    if one.last != other.last:
        return False
    first, second = sorted((one.first, other.first), key=len)
    return first == second or not first or (len(first) == 1 and second.startswith(first))
