"""Addresses suggested while one is typed."""

import pytest

from doorstep.clients.addresses import suggest_known
from doorstep.customers.tests.builders import make_customer


def _lines(actor, typed, **more):
    return [one.line1 for one in suggest_known(actor=actor, typed=typed, **more)]


def test_what_begins_so_comes_first_then_the_street_with_the_number_that_was_typed(csr):
    make_customer(csr, line1="12 Elm Street")
    make_customer(csr, line1="128 Elm Street")
    make_customer(csr, line1="7 Oak Lane")
    assert _lines(csr, "12 Elm") == ["12 Elm Street"]
    assert _lines(csr, "elm") == ["12 Elm Street", "128 Elm Street"]
    assert _lines(csr, "14 elm st") == ["14 Elm Street"]
    assert _lines(csr, "oak") == ["7 Oak Lane"]


def test_the_same_address_is_suggested_once_with_its_town(csr):
    for _ in range(3):
        make_customer(csr)
    found = suggest_known(actor=csr, typed="12 Elm")
    assert [str(one) for one in found] == ["12 Elm Street, Denver, CO, 80202"]


@pytest.mark.parametrize("typed", ["", "1", "12", "  ", "%", "'; --", "12 \x00", "zzzzz"])
def test_too_little_or_strange_text_suggests_nothing(csr, typed):
    make_customer(csr)
    assert _lines(csr, typed) == []


def test_only_addresses_that_the_actor_sees(owner, salesperson, stranger):
    make_customer(owner, line1="12 Elm Street")
    assert _lines(salesperson, "12 Elm") == []
    assert _lines(stranger, "12 Elm") == []
