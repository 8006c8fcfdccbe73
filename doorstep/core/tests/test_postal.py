import pytest

from doorstep.core.postal import (
    Place,
    fill_in,
    is_postcode,
    lookup_postcode,
    normalise_postcode,
    postcode_key,
    state_code,
    state_name,
)


@pytest.mark.parametrize(
    ("typed", "zip_code"),
    [
        ("02139", "02139"),
        ("2139", "02139"),
        ("501", "00501"),
        ("2139.0", "02139"),
        ("02139-1234", "02139-1234"),
        ("02139 1234", "02139-1234"),
        ("021391234", "02139-1234"),
        ("21391234", "02139-1234"),
        ("2139-1234", "02139-1234"),
    ],
)
def test_a_zip_code_gets_back_what_a_spreadsheet_took(typed, zip_code):
    assert normalise_postcode("US", typed) == zip_code
    assert is_postcode("US", typed)
    assert postcode_key("US", typed) == zip_code[:5]


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("sw1a1aa", "SW1A 1AA"),
        ("M1 1AE", "M1 1AE"),
        ("ec1a  1bb", "EC1A 1BB"),
        ("yo8-4ab", "YO8 4AB"),
        ("BT1 5GS", "BT1 5GS"),
        ("gir0aa", "GIR 0AA"),
        ("bfpo61", "BFPO 61"),
    ],
)
def test_a_british_postcode_is_written_as_on_a_letter(typed, postcode):
    assert normalise_postcode("GB", typed) == postcode
    assert is_postcode("GB", typed)
    assert postcode_key("GB", typed) == postcode.replace(" ", "")


@pytest.mark.parametrize(
    ("country", "typed"),
    [
        ("US", "abc"),
        ("US", "1"),
        ("US", "1234567"),
        ("GB", "12345"),
        ("GB", "QQ1 1AA"),
        ("GB", "SW1A 1AC"),
        ("GB", ""),
        ("CA", "D1A 0B1"),
    ],
)
def test_what_is_no_postcode_stays_as_typed_and_is_told(country, typed):
    assert normalise_postcode(country, typed) == typed
    assert not is_postcode(country, typed)


def test_other_countries_postcodes_are_only_cleaned():
    assert normalise_postcode("DE", " 10115 ") == "10115"
    assert is_postcode("DE", "anything")
    assert normalise_postcode("CA", "k1a0b1") == "K1A 0B1"


def test_a_zip_code_gives_town_county_and_state():
    cambridge = Place("Cambridge", "Middlesex County", "MA", 42.3647, -71.1042)
    assert lookup_postcode("US", "2139") == cambridge
    assert lookup_postcode("US", "02139-1234") == cambridge


@pytest.mark.parametrize(("country", "code"), [("US", "00000"), ("US", ""), ("US", "x"), ("GB", "SW1A 1AA")])
def test_an_unknown_postcode_gives_no_place(country, code):
    assert lookup_postcode(country, code) is None


@pytest.mark.parametrize(
    ("country", "given", "kept"),
    [
        ("US", ("02139", "", ""), ("Cambridge", "MA")),
        ("US", ("02139-1234", "Somerville", ""), ("Somerville", "MA")),
        ("US", ("02139", "", "New York"), ("Cambridge", "NY")),
        ("US", ("", "", "massachusetts"), ("", "MA")),
        ("US", ("00000", "", "Bavaria"), ("", "Bavaria")),
        ("GB", ("SW1A 1AA", "", "Kent"), ("", "Kent")),
    ],
)
def test_a_us_zip_code_fills_in_what_an_address_leaves_empty(country, given, kept):
    assert fill_in(country, *given) == kept


def test_states_are_known_by_name_and_by_code():
    assert state_code("massachusetts") == state_code("ma") == "MA"
    assert state_code("New  York") == "NY"
    assert state_code("Washington, D.C.") == "DC"
    assert state_name("ny") == "New York"
    assert state_code("Bavaria") == state_name("") == ""
