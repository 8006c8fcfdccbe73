"""The arithmetic of an invoice's lines."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.billing.lines import MAX_CENTS, MAX_LINES, LineInput, check_lines, rounded
from doorstep.billing.tests.builders import line
from doorstep.core.errors import RuleBroken

UNIT_CENTS = st.integers(-10_000_000, 10_000_000)
THOUSANDTHS = st.integers(1, 5_000_000)
BASIS_POINTS = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("numerator", "denominator", "whole"),
    [(5, 10, 1), (4, 10, 0), (15, 10, 2), (25, 10, 3), (-5, 10, -1), (-4, 10, 0), (0, 7, 0)],
)
def test_halves_go_away_from_zero(numerator, denominator, whole):
    assert rounded(numerator, denominator) == whole


@given(st.integers(-(10**18), 10**18), st.sampled_from([1, 3, 1000, 10_000]))
def test_rounding_agrees_with_exact_decimals(numerator, denominator):
    exact = (Decimal(numerator) / Decimal(denominator)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if denominator != 3:  # a third has no exact decimal
        assert rounded(numerator, denominator) == int(exact)
    assert abs(rounded(numerator, denominator) * denominator - numerator) * 2 <= denominator


def test_an_hour_and_a_half_less_a_discount_plus_tax():
    one = line(9_999, quantity_thousandths=1_500, discount_cents=500, tax_basis_points=825)
    assert one.gross_cents == 14_999  # 149.985
    assert (one.net_cents, one.tax_cents) == (14_499, 1_196)  # 11.961675


@given(UNIT_CENTS, THOUSANDTHS, BASIS_POINTS)
def test_a_reduction_takes_off_exactly_what_the_line_put_on(unit_cents, thousandths, basis_points):
    put_on = line(unit_cents, quantity_thousandths=thousandths, tax_basis_points=basis_points)
    taken_off = line(-unit_cents, quantity_thousandths=thousandths, tax_basis_points=basis_points)
    assert put_on.net_cents + taken_off.net_cents == 0
    assert put_on.tax_cents + taken_off.tax_cents == 0


@given(UNIT_CENTS, THOUSANDTHS, BASIS_POINTS)
def test_a_line_is_never_a_cent_off(unit_cents, thousandths, basis_points):
    one = line(unit_cents, quantity_thousandths=thousandths, tax_basis_points=basis_points)
    assert abs(1000 * one.net_cents - thousandths * unit_cents) <= 500
    assert abs(10_000 * one.tax_cents - one.net_cents * basis_points) <= 5_000


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (LineInput(description="  ", unit_cents=1), "what it is for"),
        (LineInput(description="x" * 301, unit_cents=1), "300 characters"),
        (line(quantity_thousandths=0), "quantity"),
        (line(quantity_thousandths=-1000), "quantity"),
        (line(MAX_CENTS + 1), "too high"),
        (line(MAX_CENTS, quantity_thousandths=2000), "too high"),
        (line(100, discount_cents=101), "discount"),
        (line(100, discount_cents=-1), "discount"),
        (line(-100, discount_cents=1), "discount"),
        (line(tax_basis_points=10_001), "tax"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_by_its_place(wrong, words):
    with pytest.raises(RuleBroken, match=words) as refused:
        check_lines([line(), wrong])
    assert refused.value.details == {"position": 2}
    assert refused.value.field == "lines"


@pytest.mark.parametrize("lines", [[], [line()] * (MAX_LINES + 1), [line(100), line(-101)]])
def test_an_invoice_has_some_lines_and_is_not_below_zero(lines):
    with pytest.raises(RuleBroken):
        check_lines(lines)
