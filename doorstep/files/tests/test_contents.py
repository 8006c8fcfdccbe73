"""A file is what its content says; what could run, or flood the memory, is refused in words."""

import pytest

from doorstep.files.contents import FileRefused, inspect, kinds
from doorstep.files.tests import samples
from doorstep.files.tests.samples import picture, upload

TOLD = {
    "jpeg": (picture(), kinds.JPEG),
    "png": (picture("PNG"), kinds.PNG),
    "gif": (picture("GIF"), kinds.GIF),
    "webp": (picture("WEBP"), kinds.WEBP),
    "tiff": (picture("TIFF"), kinds.TIFF),
    "bmp": (picture("BMP"), kinds.BMP),
    "avif": (picture("AVIF"), kinds.AVIF),
    "heic": (samples.heic(), kinds.HEIC),
    "pdf": (samples.PDF, kinds.PDF),
    "pdf after an empty line": (b"\r\n" + samples.PDF, kinds.PDF),
    "docx": (samples.office("word"), kinds.DOCX),
    "xlsx": (samples.office("xl"), kinds.XLSX),
    "pptx": (samples.office("ppt"), kinds.PPTX),
    "odt": (samples.open_document("text"), kinds.ODT),
    "ods": (samples.open_document("spreadsheet"), kinds.ODS),
    "doc": (samples.old_word(), kinds.DOC),
    "rtf": (b"{\\rtf1 Hello}", kinds.RTF),
    "text": (samples.TEXT, kinds.TEXT),
    "text in UTF-16": ("Grüße".encode("utf-16"), kinds.TEXT),
    "text of an old machine": ("Grüße aus Köln, 5 €".encode("cp1252"), kinds.TEXT),
    "text that is cut within a letter": (("ü" * 40_000).encode(), kinds.TEXT),
    "film": (samples.film(), kinds.MP4),
    "film of an iPhone": (samples.film(b"qt  "), kinds.MOV),
    "sound": (b"ID3\x04" + bytes(100), kinds.MP3),
}
REFUSED = {
    "nothing": (b"", "empty"),
    "a program of Windows": (samples.PE, "program"),
    "a program of Linux": (samples.ELF, "program"),
    "a Java class": (b"\xca\xfe\xba\xbe\x00\x00\x00\x41", "program"),
    "a shortcut": (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(50), "program"),
    "a shell script": (samples.SCRIPT, "program"),
    "SVG with a script": (samples.SVG, "svg"),
    "SVG without a declaration": (b"\xef\xbb\xbf \n<svg onload='alert(1)'/>", "svg"),
    "SVG in UTF-16": (samples.SVG.decode().encode("utf-16"), "svg"),
    "SVG behind a comment": (b"<!-- " + b"x" * 900 + b" --><svg/>", "svg"),
    "a web page": (samples.HTML, "markup"),
    "a server's script": (b"<?php system($_GET['c']); ?>", "markup"),
    "an archive": (samples.archive(**{"setup.exe": samples.PE}), "archive"),
    "an archive that calls itself a document": (samples.archive(**{"word__a.xml": b""}), "archive"),
    "gzip": (b"\x1f\x8b\x08" + bytes(50), "archive"),
    "a document with macros": (samples.office(**{"word__vbaProject.bin": b"x"}), "macros"),
    "an old document with macros": (samples.old_word(macros=True), "macros"),
    "an installer": (samples.OLE, "unknown"),
    "a broken archive": (b"PK\x03\x04" + bytes(100), "damaged"),
    "the virus test": (samples.eicar(), "virus"),
    "the virus test within a text": (b"x" * 70_000 + samples.eicar(), "virus"),
    "the virus test behind a picture": (picture() + samples.eicar(), "virus"),
    "a gigapixel header": (samples.gigapixel_png(), "pixels"),
    "the head of a picture alone": (picture("PNG")[:20], "damaged"),
    "bytes of no meaning": (bytes(range(256)) * 4, "unknown"),
}


@pytest.mark.parametrize("case", TOLD)
def test_a_kind_is_told_by_content(case):
    content, kind = TOLD[case]
    assert inspect(upload(content, "holiday.exe")).type == kind


@pytest.mark.parametrize("case", REFUSED)
def test_what_could_do_harm_is_refused_whatever_its_name(case):
    content, code = REFUSED[case]
    with pytest.raises(FileRefused) as refusal:
        inspect(upload(content, "holiday.jpg"))
    assert (refusal.value.code, refusal.value.field) == (code, "file")
    assert str(refusal.value).endswith(".")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(settings):
    settings.FILE_MOST_BYTES = 2 * 1024 * 1024
    file = upload(picture())
    file.size, file.file = 100 * 1024 * 1024, None  # not there to be read
    with pytest.raises(FileRefused, match=r"100 MB; at most 2 MB"):
        inspect(file)


def test_the_size_of_a_picture_is_known_at_once():
    found = inspect(upload(picture(size=(640, 480))))
    assert (found.width, found.height) == (640, 480)


def test_the_limit_of_pixels_is_a_setting(settings):
    settings.FILE_MOST_PIXELS = 3_000
    with pytest.raises(FileRefused, match="64 × 48"):
        inspect(upload(picture()))


def test_a_directory_of_a_million_parts_is_not_read(monkeypatch):
    monkeypatch.setattr("doorstep.files.contents.containers.MOST_PARTS", 1)
    with pytest.raises(FileRefused) as refusal:
        inspect(upload(samples.office()))
    assert refusal.value.code == "archive"
