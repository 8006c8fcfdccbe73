"""Typing amounts into forms."""

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from doorstep.core.webkit.money_field import MoneyField


@pytest.mark.parametrize(
    ("locale", "currency", "typed", "minor"),
    [
        ("en-us", "USD", "$1,250.50", 125_050),
        ("en-us", "USD", " 12 ", 1_200),
        ("en-gb", "GBP", "£3.5", 350),
        ("es", "EUR", "1.250,50 €", 125_050),
        ("en-us", "JPY", "1,250", 1_250),
        ("en-us", "USD", "0.005", 1),
    ],
)
def test_an_amount_is_read_as_people_there_write_it(locale, currency, typed, minor):
    assert MoneyField(currency=currency, locale=locale).clean(typed) == minor


@given(st.integers(0, 10**12), st.sampled_from(["en_US", "en_GB", "es", "de_DE"]))
def test_what_the_field_shows_is_read_back_as_the_same_amount(minor, locale):
    field = MoneyField(locale=locale)
    assert field.clean(field.prepare_value(minor)) == minor


@pytest.mark.parametrize("typed", ["twelve", "1.2.3", "NaN", "Infinity", "-1", "9" * 25, "1\x00"])
def test_what_is_no_amount_is_refused_in_words(typed):
    with pytest.raises(forms.ValidationError):
        MoneyField().clean(typed)


def test_nothing_typed_is_none():
    assert MoneyField(required=False).clean("") is None
    with pytest.raises(forms.ValidationError):
        MoneyField().clean("")
