import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.core.tables import FieldSpec, guess_mapping

FIELDS = [
    FieldSpec("first_name", "First name", ("given name",), "name"),
    FieldSpec("last_name", "Last name", ("surname",), "name"),
    FieldSpec("name", "Full name", ("name", "display name"), "name"),
    FieldSpec("company", "Company", ("business name", "organisation"), "name"),
    FieldSpec("phone", "Phone", ("telephone", "mobile", "phone number"), "phone", many=True),
    FieldSpec("email", "E-mail", ("email address",), "email"),
    FieldSpec("street", "Street", ("address", "service street 1"), "text"),
    FieldSpec("billing_street", "Billing street", ("billing address",), "text"),
    FieldSpec("zip", "ZIP code", ("zip", "postcode", "postal code"), "postcode"),
    FieldSpec("state", "State", ("province",), "state"),
    FieldSpec("created", "Created on", ("customer since",), "date"),
    FieldSpec("balance", "Balance", ("open balance",), "money"),
]


def mapped(header: list[str], *rows: list[str]) -> dict[str, str]:
    return {header[at]: guess.field for at, guess in guess_mapping(header, rows, FIELDS).items()}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("first_name", "first_name"),
        ("FirstName", "first_name"),
        ("FIRST NAME", "first_name"),
        ("Customer Name", "name"),
        ("Client E-Mail Address", "email"),
        ("Main Phone #", "phone"),
        ("Phone 2", "phone"),
        ("Postal / ZIP", "zip"),
        ("Telephne", "phone"),
        ("Biling Address", "billing_street"),
        ("Service Street 1", "street"),
        ("Customer since", "created"),
    ],
)
def test_a_column_is_known_by_its_name_however_it_is_written(name, field):
    assert mapped([name], ["x"]) == {name: field}


@pytest.mark.parametrize("name", ["Fax", "Notes", "Favourite colour", ""])
def test_a_column_of_another_meaning_is_left_alone(name):
    assert mapped([name], ["x"]) == {}


def test_two_columns_never_go_to_one_field_that_takes_one():
    header = ["Email", "E-mail 2", "Work email", "Phone", "Mobile"]
    assert mapped(header) == {"Email": "email", "Phone": "phone", "Mobile": "phone"}


def test_where_the_name_says_nothing_the_values_tell():
    header = [f"Column {number}" for number in range(1, 8)]
    row = ["Bob", "bob@x.com", "(617) 253-1000", "02139", "MA", "5/6/2024", "$1,234.50"]
    found = mapped(header, row, row, row)
    assert list(found.values()) != []
    assert found == {
        "Column 2": "email",
        "Column 3": "phone",
        "Column 4": "zip",
        "Column 5": "state",
        "Column 6": "created",
        "Column 7": "balance",
    }


def test_values_that_contradict_the_name_win():
    row = ["bob@x.com", "617-253-1000"]
    assert mapped(["Phone", "Email"], row, row, row) == {"Phone": "email"}


def test_values_that_agree_make_a_guess_surer():
    sure = guess_mapping(["Main phone"], [["617-253-1000"]] * 3, FIELDS)[0]
    unsure = guess_mapping(["Main phone"], [], FIELDS)[0]
    assert sure.confidence > unsure.confidence
    assert "Main phone" in sure.why


@given(
    st.lists(st.text(max_size=12), max_size=8),
    st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=5),
)
def test_any_table_gets_a_mapping_in_which_no_field_is_taken_twice(header, rows):
    guesses = guess_mapping(header, rows, FIELDS)
    single = [guess.field for guess in guesses.values() if guess.field != "phone"]
    assert len(single) == len(set(single))
    assert all(0.5 <= guess.confidence <= 1 and guess.why for guess in guesses.values())
