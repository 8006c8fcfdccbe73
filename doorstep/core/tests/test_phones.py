import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.core.phones import Phone, format_phone, read_phone, search_digits, split_phones


def read(typed: str, country: str = "US") -> Phone:
    phone = read_phone(typed, country)
    assert phone is not None
    return phone


@pytest.mark.parametrize(
    "typed",
    [
        "(617) 253-1000",
        "617.253.1000",
        "617 253 1000",
        "6172531000",
        "16172531000",
        "+1 617-253-1000",
        "1-617-253-1000",
        "617/253-1000",
        "001 617 253 1000",
        "\u202a+1 (617)\u00a0253-1000\u202c",
        "６１７２５３１０００",
        "Tel: 617 253 1000",
        "617-253-1000 (wife)",
        "call 617-253-1000 after 5",
    ],
)
def test_every_spelling_of_a_number_is_the_same_number(typed):
    phone = read(typed)
    assert (phone.e164, phone.national_digits, phone.valid) == ("+16172531000", "6172531000", True)


@pytest.mark.parametrize(
    "typed", ["617-253-1000 x12", "617.253.1000 ext. 12", "(617) 253-1000 #12", "6172531000 extension 12"]
)
def test_an_extension_is_kept_apart(typed):
    phone = read(typed)
    assert (phone.e164, phone.extension) == ("+16172531000", "12")


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("+44 (0)20 7946 0018", "US"),
        ("0044 20 7946 0018", "US"),
        ("0044(0)20 7946 0018", "GB"),
        ("011 44 20 7946 0018", "US"),
        ("020 7946 0018", "GB"),
        ("(020) 79460018", "GB"),
        ("44 20 7946 0018", "GB"),
    ],
)
def test_a_number_abroad_keeps_its_country_and_its_trunk_prefix(typed, country):
    phone = read(typed, country)
    assert (phone.e164, phone.national_digits, phone.valid) == ("+442079460018", "02079460018", True)


def test_letters_on_the_keys_are_a_number():
    assert read("1-800-FLOWERS").e164 == "+18003569377"


@pytest.mark.parametrize("typed", ["n/a", "12", "253-1000", "617-253-10000", "x" * 400, "ask Bob"])
def test_what_is_no_number_keeps_its_text(typed):
    phone = read(typed)
    assert (phone.typed, phone.e164, phone.valid, phone.possible) == (typed, "", False, False)


def test_a_number_that_nobody_has_is_kept_and_called_invalid():
    phone = read("(555) 010-9999")
    assert (phone.e164, phone.valid, phone.possible) == ("+15550109999", False, True)


def test_italian_numbers_keep_their_zero():
    assert read("+39 06 698 1234").e164 == "+39066981234"


@pytest.mark.parametrize("blank", ["", "  ", "\u00a0\u200b"])
def test_a_blank_cell_is_no_phone(blank):
    assert read_phone(blank, "US") is None


@given(st.text(), st.sampled_from(["US", "GB", "DE", "AU", ""]))
def test_no_text_breaks_the_reader_and_none_is_lost(typed, country):
    phone = read_phone(typed, country)
    assert phone is None or phone.typed
    split_phones(typed)
    search_digits(typed)


def test_a_number_is_shown_national_at_home_and_international_abroad():
    assert format_phone("+16172531000", "US") == "(617) 253-1000"
    assert format_phone("+16172531000", "GB") == "+1 617-253-1000"
    assert format_phone("+442079460018", "GB", "5") == "020 7946 0018 ext. 5"
    assert format_phone("ask Bob", "US") == "ask Bob"


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [("+44 (0)20 79", "442079"), ("0044 20 79", "442079"), ("(617) 253", "617253"), ("020 79", "02079")],
)
def test_searching_by_a_number_looks_for_its_digits(typed, looked_for):
    assert search_digits(typed) == looked_for


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("617-253-1000 / 781-555-0100; 6172531001", ["617-253-1000", "781-555-0100", "6172531001"]),
        ("617-253-1000, 617-253-1001 or 617 253 1002", ["617-253-1000", "617-253-1001", "617 253 1002"]),
        ("617/253-1000", ["617/253-1000"]),
        ("617-253-1000, ext 5", ["617-253-1000, ext 5"]),
        ("Floor 5; ring", ["Floor 5; ring"]),
        (" ", []),
    ],
)
def test_several_numbers_in_one_cell_are_told_apart(cell, numbers):
    assert split_phones(cell) == numbers
