"""Previews are drawn by a process of its own; a file that breaks it keeps its original."""

import io

import pytest
from PIL import Image

from doorstep.activity.models import Entry
from doorstep.files import drawing, previews, storing
from doorstep.files.models import StoredFile
from doorstep.files.tasks import draw_preview
from doorstep.files.tests import samples
from doorstep.files.tests.builders import make_file
from doorstep.files.tests.samples import picture

pytestmark = pytest.mark.django_db


def drawn(actor, customer, content, name="file"):
    """The file after the worker has been at it."""
    row = make_file(actor, customer.pk, content, name)
    draw_preview.func(entry_id=Entry.objects.filter(kind="file.uploaded").latest("pk").pk)
    row.refresh_from_db()
    return row


def shown(row, ending=storing.PREVIEW):
    with storing.uploads().open(str(row.stored) + ending) as file:
        return Image.open(io.BytesIO(file.read()))


def test_a_picture_gets_a_preview_and_a_thumbnail(owner, customer):
    row = drawn(owner, customer, picture(size=(2400, 1200)))
    assert (row.preview, row.width, row.height) == (StoredFile.Preview.READY, 2400, 1200)
    preview, thumbnail = shown(row), shown(row, storing.THUMBNAIL)
    assert (preview.format, preview.size, thumbnail.size) == ("WEBP", (1600, 800), (360, 180))


def test_a_preview_says_nothing_about_where_it_was_taken_and_stands_upright(owner, customer):
    content = samples.with_location((640, 480), orientation=6)
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    row = drawn(owner, customer, content)
    preview = shown(row)
    assert preview.size == (480, 640) == (row.width, row.height)
    assert dict(preview.getexif()) == {}
    assert b"Jane" not in preview.fp.getvalue()
    red, blue = preview.convert("RGB").getpixel((240, 10)), preview.convert("RGB").getpixel((240, 630))
    assert (red[0] > 200, red[2] < 60) == (True, True)
    assert (blue[2] > 200, blue[0] < 60) == (True, True)


@pytest.mark.parametrize("content", [samples.heic((320, 200)), picture("AVIF", (320, 200))])
def test_the_pictures_of_new_phones_are_shown_as_webp(owner, customer, content):
    row = drawn(owner, customer, content)
    assert (row.preview, row.width, row.height) == ("ready", 320, 200)
    assert shown(row).size == (320, 200)


def test_a_pdf_shows_its_first_page(owner, customer):
    row = drawn(owner, customer, samples.PDF)
    assert (row.preview, row.pages) == ("ready", 2)
    assert shown(row).size == (1200, 1600)


@pytest.mark.parametrize("form", ["GIF", "PNG", "TIFF", "BMP", "WEBP"])
def test_other_pictures_are_drawn_too(owner, customer, form):
    assert drawn(owner, customer, picture(form)).preview == "ready"


def test_what_is_see_through_lies_on_white(owner, customer):
    content = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(content, "PNG")
    assert shown(drawn(owner, customer, content.getvalue())).convert("RGB").getpixel((5, 5)) == (
        255,
        255,
        255,
    )


@pytest.mark.parametrize(
    "content",
    [
        picture(size=(800, 600))[:2000],
        picture("PNG", (800, 600))[:200],
        samples.heic((320, 200))[:400],
        b"%PDF-1.7\nnothing of it is true\n%%EOF",
    ],
    ids=["JPEG", "PNG", "HEIC", "PDF"],
)
def test_a_broken_file_has_no_preview_and_stays(owner, customer, content):
    row = drawn(owner, customer, content)
    assert row.preview == StoredFile.Preview.FAILED
    assert storing.uploads().size(str(row.stored)) == len(content)


def test_a_picture_whose_size_shows_only_while_drawing_is_not_unpacked(owner, customer, settings):
    settings.FILE_MOST_PIXELS = 1000
    assert drawn(owner, customer, samples.heic((320, 200))).preview == "failed"


def test_text_needs_no_preview(owner, customer):
    assert make_file(owner, customer.pk, samples.TEXT, "a.txt").preview == StoredFile.Preview.NONE


def test_a_decoder_that_dies_or_never_ends_costs_only_the_preview(owner, customer, monkeypatch, tmp_path):
    program = tmp_path / "drawing.py"
    monkeypatch.setattr(drawing, "__file__", str(program))
    monkeypatch.setattr(previews, "SECONDS", 1)
    program.write_text("import os; os.abort()")
    assert drawn(owner, customer, picture()).preview == "failed"
    program.write_text("while True: pass")
    assert drawn(owner, customer, picture()).preview == "failed"


def test_drawing_again_changes_nothing(owner, customer):
    row = drawn(owner, customer, picture())
    before = shown(row).fp.getvalue()
    previews.make_preview(row)
    assert shown(row).fp.getvalue() == before


def test_a_file_that_went_meanwhile_is_passed_over(owner, customer):
    make_file(owner, customer.pk)
    entry = Entry.objects.get(kind="file.uploaded")
    StoredFile.objects.all().delete()
    draw_preview.func(entry_id=entry.pk)
    draw_preview.func(entry_id=10**9)


def test_the_process_gives_up_by_itself_before_its_parent_does():
    assert drawing.CPU_SECONDS < previews.SECONDS
