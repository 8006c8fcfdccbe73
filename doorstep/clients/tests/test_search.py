import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.clients.search import find_clients
from doorstep.customers.tests.builders import make_customer

FIXTURE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def people(owner) -> dict[str, int]:
    return {
        "ng": make_customer(owner, first_name="Kim", last_name="Ng", phones=("(212) 555-0123",)).pk,
        "obrien": make_customer(owner, first_name="Pat", last_name="O'Brien", email="pat@example.com").pk,
        "muller": make_customer(owner, first_name="Zoë", last_name="Müller", phones=("+44 20 7946 0958",)).pk,
        "diner": make_customer(owner, company_name="Smith's Diner", line1="7 Oak Lane", town="Golden").pk,
    }


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        *(("kim", "ng"), ("Ng", "ng"), ("212 555 0123", "ng"), ("(212) 555-01", "ng"), ("5550123", "ng")),
        *(("obrien", "obrien"), ("O\u2019Brien", "obrien"), ("pat@exam", "obrien")),
        *(("zoe muller", "muller"), ("MULLER", "muller"), ("020 7946", "muller"), ("0044 20 7946", "muller")),
        *(("smiths", "diner"), ("7 oak lane", "diner"), ("golden smith", "diner")),
    ],
)
def test_anyone_is_found_by_anything_one_knows_of_them(owner, people, typed, who):
    assert people[who] in find_clients(actor=owner, typed=typed)


def test_names_that_begin_so_come_first(owner):
    later = make_customer(owner, first_name="Aaron", last_name="Smith").pk
    first = make_customer(owner, first_name="Smith", last_name="Jones").pk
    assert find_clients(actor=owner, typed="smith") == [first, later]


def test_names_come_before_addresses(owner):
    street = make_customer(owner, first_name="Aaron", last_name="Jones", line1="5 Cruz Road").pk
    named = make_customer(owner, first_name="Zoe", last_name="Cruz").pk
    assert find_clients(actor=owner, typed="cruz") == [named, street]


def test_search_obeys_visibility_and_workspaces(owner, salesperson, stranger, people):
    assert find_clients(actor=salesperson, typed="kim") == []
    assert find_clients(actor=stranger, typed="kim") == []


@FIXTURE
@given(
    typed=st.text(max_size=30)
    | st.sampled_from(["'", '"', "%", "_", "\\", "*", "NEAR(", "a OR b", "-x", "\x00", "\ud800"])
)
def test_no_text_breaks_the_search(owner, typed):
    assert isinstance(find_clients(actor=owner, typed=typed), list)


def test_signs_of_the_query_language_are_plain_signs(owner):
    make_customer(owner, first_name="Percy", last_name="Fifty")
    odd = make_customer(owner, company_name="100% Clean_ing")
    assert find_clients(actor=owner, typed="100% clean") == [odd.pk]
    assert find_clients(actor=owner, typed="cle_n") == []
