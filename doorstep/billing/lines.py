"""The arithmetic of an invoice's lines, in whole minor units.

A line is its quantity times its unit price, less its discount, and tax on what is left. The product and the
tax are each rounded to a whole unit, halves away from zero; the invoice adds the rounded lines up, so what is
printed adds up too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken

MAX_CENTS = 10**12
MAX_QUANTITY_THOUSANDTHS = 10**9
MAX_BASIS_POINTS = 10_000
MAX_LINES = 200
DESCRIPTION_LENGTH = 300


def rounded(numerator: int, denominator: int) -> int:
    """`numerator` / `denominator` (above 0) to the nearest whole, halves away from zero."""
    half_up = (2 * abs(numerator) + denominator) // (2 * denominator)
    return half_up if numerator >= 0 else -half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class LineInput:
    """One line as somebody wants it.

    `quantity_thousandths`: 1500 is one and a half. `unit_cents`: below zero for a reduction on a line of its
    own. `discount_cents`: taken off this line. `tax_basis_points`: 825 is 8.25 %.
    """

    description: str
    unit_cents: int
    quantity_thousandths: int = 1000
    discount_cents: int = 0
    tax_basis_points: int = 0

    @property
    def gross_cents(self) -> int:
        """Before discount and tax."""
        return rounded(self.quantity_thousandths * self.unit_cents, 1000)

    @property
    def net_cents(self) -> int:
        """After discount, before tax."""
        return self.gross_cents - self.discount_cents

    @property
    def tax_cents(self) -> int:
        """The tax on `net_cents`."""
        return rounded(self.net_cents * self.tax_basis_points, 10_000)


def check_lines(lines: Sequence[LineInput]) -> None:
    """Raise RuleBroken, naming the line, unless these can be an invoice's lines."""
    if not 1 <= len(lines) <= MAX_LINES:
        raise RuleBroken(
            _("An invoice has between 1 and %(most)d lines.") % {"most": MAX_LINES}, field="lines"
        )
    for position, line in enumerate(lines, start=1):
        refusal = _refusal(line)
        if refusal:
            raise RuleBroken(
                _("Line %(position)d: %(refusal)s") % {"position": position, "refusal": refusal},
                field="lines",
                details={"position": position},
            )
    if sum(line.net_cents + line.tax_cents for line in lines) < 0:
        raise RuleBroken(_("The total must not be below zero."), field="lines")


def _refusal(line: LineInput) -> str:
    """What is wrong with the line, in words; "" for nothing."""
    discount_most = max(line.gross_cents, 0)
    highest = max(abs(line.unit_cents), abs(line.gross_cents))
    wrong = (
        (not line.description.strip(), _("say what it is for.")),
        (
            len(line.description) > DESCRIPTION_LENGTH,
            _("at most %(count)d characters fit here.") % {"count": DESCRIPTION_LENGTH},
        ),
        (
            not 0 < line.quantity_thousandths <= MAX_QUANTITY_THOUSANDTHS,
            _("the quantity must be above zero, and at most a million."),
        ),
        (highest > MAX_CENTS, _("the amount is too high.")),
        (
            not 0 <= line.discount_cents <= discount_most,
            _("the discount must be between zero and the line's amount."),
        ),
        (
            not 0 <= line.tax_basis_points <= MAX_BASIS_POINTS,
            _("the tax must be between 0 and 100 percent."),
        ),
    )
    return next((words for is_so, words in wrong if is_so), "")
