import csv

import phonenumbers

from doorstep.shell.sample.dice import Dice
from doorstep.shell.sample.lives import SAMPLE_SIZE, STORIES, cast
from doorstep.shell.sample.messy import HEADER, Known, write_messy_csv
from doorstep.shell.sample.people import Mailboxes, Person
from doorstep.shell.sample.places import Telephone, front_range

KNOWN = [Known("Ada", "Lovelace", phone="3035550142", email="ada@example.com", zip_code="80302")]


def test_a_messy_file_is_the_same_for_the_same_seed(tmp_path):
    files = [tmp_path / name for name in ("one.csv", "two.csv", "other.csv")]
    for file, seed in zip(files, (4, 4, 5), strict=True):
        write_messy_csv(file, 300, seed)
    assert files[0].read_bytes() == files[1].read_bytes() != files[2].read_bytes()


def test_a_messy_file_says_how_many_records_it_has(tmp_path):
    written = write_messy_csv(tmp_path / "file.csv", 2000, 1, KNOWN)
    with written.path.open(encoding="utf-8", newline="") as file:
        records = [row for row in csv.reader(file) if row]
    assert tuple(records[0]) == HEADER
    assert written.rows == len(records) - 1 == 2000


def test_a_messy_file_has_every_kind_of_mess(tmp_path):
    written = write_messy_csv(tmp_path / "file.csv", 5000, 1, KNOWN)
    assert set(written.planted) == {
        "bad e-mail", "bad phone", "blank line", "capitals", "is in the workspace", "line break", "no name",
        "repeats a row", "same phone, another name", "spaces", "too few cells", "too many cells",
        "unknown tag", "ZIP as a number",
    }  # fmt: skip


def test_telephone_numbers_are_valid_and_given_once():
    telephone = Telephone()
    numbers = [telephone.number(("303", "720")) for _turn in range(20_000)]
    assert len(set(numbers)) == 20_000
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(one, "US")) for one in numbers[::500])


def test_the_first_numbers_are_of_the_exchange_that_nobody_has():
    assert Telephone().number(("970",))[3:6] == "555"


def test_area_codes_belong_to_the_town():
    boulder = next(place for place in front_range().things if place.town == "Boulder")
    assert set(boulder.area_codes) == {"303", "720", "983"}


def test_two_people_of_one_name_have_two_addresses():
    class Always(Dice):
        def __init__(self):
            self.random = lambda: 0.0

    mailboxes = Mailboxes()
    jose = Person("José", "Peña")
    assert [mailboxes.personal(jose, Always()) for _turn in range(2)] == [
        "jose.pena@example.com",
        "jose.pena2@example.com",
    ]


def test_the_shares_of_the_stories_are_exact():
    plan = cast(Dice(1), SAMPLE_SIZE)
    assert SAMPLE_SIZE == 2598
    assert [plan.count(index) for index in range(len(STORIES))] == [story.count for story in STORIES]
