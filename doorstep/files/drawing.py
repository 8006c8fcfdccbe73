"""Draws the previews of one file. A program of its own: `drawing.py picture|pdf SOURCE FOLDER MOST_PIXELS`.

It is started by files.previews and knows nothing of Doorstep, so that a file which breaks a decoder breaks
only this process. Writes preview.webp and thumbnail.webp into FOLDER and what it saw, as JSON, to stdout.
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

PREVIEW_PIXELS = 1600  # the longer side
THUMBNAIL_PIXELS = 360
MEMORY_BYTES = 3 * 1024**3
CPU_SECONDS = 40
FILE_BYTES = 64 * 1024**2


def main(kind: str, source: str, folder: str, most_pixels: int) -> None:
    """Draw, and say how large it was."""
    limit_resources()
    picture, seen = draw_pdf(source) if kind == "pdf" else draw_picture(source, most_pixels)
    for name, longest, quality in (
        ("preview.webp", PREVIEW_PIXELS, 82),
        ("thumbnail.webp", THUMBNAIL_PIXELS, 75),
    ):
        picture.thumbnail((longest, longest))
        # Nothing is handed on but pixels: no camera, no place, no comment, no colour profile.
        picture.save(Path(folder, name), "WEBP", quality=quality, exif=b"", xmp=b"", icc_profile=b"")
    sys.stdout.write(json.dumps(seen))


def limit_resources() -> None:
    """Let the system stop this process before it takes the machine's memory, time or disk."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit of the parent remains
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (wanted, hard))


def draw_picture(source: str, most_pixels: int) -> tuple[Any, dict[str, int]]:
    """The picture upright, in sRGB, at most twice the preview's size; its own size as the camera held it."""
    from PIL import Image, ImageOps
    from pillow_heif import register_heif_opener

    register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # compared below, with the limit of the installation
    formats = ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "HEIF", "AVIF"]
    with Image.open(source, formats=formats) as opened:
        if opened.width * opened.height > most_pixels:
            raise ValueError("too many pixels")
        upright = _upright_size(opened)
        # JPEG can be unpacked at a half, a quarter, an eighth: that is most of the time saved.
        opened.draft("RGB", (2 * PREVIEW_PIXELS, 2 * PREVIEW_PIXELS))
        opened.load()
        # Shrink first: what comes after then has few pixels to go over.
        opened.thumbnail((2 * PREVIEW_PIXELS, 2 * PREVIEW_PIXELS), reducing_gap=2)
        turned = ImageOps.exif_transpose(opened)
        picture = _in_srgb(turned, opened.info.get("icc_profile"))
    return picture, {"width": upright[0], "height": upright[1]}


def _upright_size(picture: Any) -> tuple[int, int]:
    orientation = picture.getexif().get(0x0112, 1)
    return (picture.height, picture.width) if orientation in {5, 6, 7, 8} else picture.size


def _in_srgb(picture: Any, profile: bytes | None) -> Any:
    """The colours as a screen without colour management shows them, on white where they are see-through."""
    from PIL import Image, ImageCms

    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: the colours as they are
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")  # 16 bits of grey
    if "A" in picture.mode or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return picture.convert("RGB")


def draw_pdf(source: str) -> tuple[Any, dict[str, int]]:
    """The first page on white, at the preview's size; and how many pages there are."""
    import pypdfium2

    document = pypdfium2.PdfDocument(source)
    page = document[0]
    width, height = page.get_size()
    # A page may say that it is a kilometre wide: the scale, not the page, decides how much is drawn.
    scale = PREVIEW_PIXELS / max(width, height, 1)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    return picture, {"pages": len(document)}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
