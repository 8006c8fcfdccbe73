"""A name is a person's own words, without a path and without tricks; its ending fits the content."""

import pytest

from doorstep.files.contents import kinds
from doorstep.files.naming import LONGEST, clean_name, fitting_name


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("roof.jpg", "roof.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system32\\cmd.txt", "cmd.txt"),
        ("C:\\Photos\\Dach größer.jpg", "Dach größer.jpg"),
        ("/absolute/roof.jpg", "roof.jpg"),
        ("annexe\u202egpj.exe", "annexegpj.exe"),  # shown as annexeexe.jpg without this
        ("zero\u200bwidth\x00.txt", "zerowidth.txt"),
        ("two\r\nlines: a?.txt", "two_lines_ a_.txt"),
        ("  .hidden. ", "hidden"),
        ("...", ""),
        ("..", ""),
        ("", ""),
    ],
)
def test_a_name_is_cleaned(typed, shown):
    assert clean_name(typed) == shown


def test_a_long_name_keeps_its_ending():
    cleaned = clean_name("x" * 500 + ".jpeg")
    assert len(cleaned) == LONGEST
    assert cleaned.endswith("x.jpeg")
    assert len(clean_name("y" * 500)) == LONGEST
    assert len(fitting_name("z." * 300, kinds.PNG)) <= LONGEST


@pytest.mark.parametrize(
    ("typed", "kind", "shown"),
    [
        ("roof.JPG", kinds.JPEG, "roof.JPG"),
        ("roof.png", kinds.JPEG, "roof.png.jpg"),
        ("invoice.pdf.exe", kinds.PDF, "invoice.pdf.exe.pdf"),
        ("run.bat", kinds.TEXT, "run.bat.txt"),
        ("list.csv", kinds.TEXT, "list.csv"),
        ("page.html", kinds.TEXT, "page.html.txt"),
        ("IMG_0001", kinds.HEIC, "IMG_0001.heic"),
        ("..", kinds.PDF, "file.pdf"),
    ],
)
def test_the_ending_fits_the_content(typed, kind, shown):
    assert fitting_name(typed, kind) == shown
