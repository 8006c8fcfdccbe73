"""Files for tests, honest and hostile, made in memory."""

import io
import struct
import zipfile
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from doorstep.files.contents.scanning import EICAR

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200) + b"PE\x00\x00"
ELF = b"\x7fELF\x02\x01\x01" + bytes(100)
SCRIPT = b"#!/bin/sh\nrm -rf /\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TEXT = b"Gate code 4711\n"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def upload(content: bytes, name: str = "file.bin") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    """A picture, red on the left and blue on the right."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (size[0] // 2, 0, *size))
    content = io.BytesIO()
    drawn.save(content, form, **options)
    return content.getvalue()


def heic(size: tuple[int, int] = (64, 48)) -> bytes:
    from pillow_heif import from_pillow

    content = io.BytesIO()
    from_pillow(Image.new("RGB", size, "green")).save(content, quality=50)
    return content.getvalue()


def with_location(size: tuple[int, int] = (64, 48), orientation: int = 1) -> bytes:
    """A JPEG as a phone makes it: it says where it was taken, and which way up the phone was."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Phone of Jane"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (39.0, 44.0, 21.0)
    gps[3], gps[4] = "W", (104.0, 59.0, 3.0)
    return picture(size=size, exif=exif.tobytes())


def gigapixel_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few bytes that say they are 3.6 thousand million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack("!L", len(data)) + name + data + struct.pack("!L", zlib.crc32(name + data))

    head = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )


def archive(**parts: bytes) -> bytes:
    """A ZIP archive; `word__document.xml` becomes word/document.xml."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/"), data)
    return content.getvalue()


def office(folder: str = "word", **more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", f"{folder}/main.xml": b"<x/>", **more})


def open_document(kind: str = "text") -> bytes:
    return archive(mimetype=f"application/vnd.oasis.opendocument.{kind}".encode(), **{"content.xml": b"<x/>"})


def eicar() -> bytes:
    return EICAR


def old_word(*, macros: bool = False) -> bytes:
    parts = ["WordDocument", *(["_VBA_PROJECT"] if macros else [])]
    return OLE + b"".join(part.encode("utf-16-le") + bytes(64) for part in parts)


def film(brand: bytes = b"isom") -> bytes:
    return struct.pack("!L", 24) + b"ftyp" + brand + bytes(4) + b"isommp42" + bytes(100)
