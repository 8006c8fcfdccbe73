"""The size of a picture, from its header: nothing is unpacked."""

import struct
from typing import Any, Final, cast

from django.conf import settings
from django.core.files.base import File
from PIL import Image

from doorstep.files.contents.kinds import FileType
from doorstep.files.contents.refusals import refused, too_many_pixels

# Our own limit is a setting, compared as soon as the header is read.
Image.MAX_IMAGE_PIXELS = None
#: What Pillow's decoders raise at headers that are none.
BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    struct.error,
    LookupError,
    EOFError,
    OverflowError,
)


def measure(file: "File[bytes]", kind: FileType) -> tuple[int, int]:
    """Width and height of a picture of `kind`. Raises FileRefused when it has none, or far too many."""
    file.seek(0)
    try:
        # Only the decoder of what it was found to be: no other one gets to see it.
        with Image.open(cast("Any", file.file), formats=[kind.decoder]) as picture:
            width, height = picture.size
    except BROKEN as error:
        raise refused("damaged") from error
    if width * height > settings.FILE_MOST_PIXELS:
        raise too_many_pixels(width, height, settings.FILE_MOST_PIXELS)
    return width, height
