"""A bound on what one upload may write to the disk before anybody has looked at it."""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers and drops what goes beyond settings.UPLOAD_MOST_BYTES.

    The file then arrives without content but with its true size, so that whoever takes it in refuses it by
    its size, in words, and the other files of the request are there.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start + len(raw_data) <= settings.UPLOAD_MOST_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        if file_size <= settings.UPLOAD_MOST_BYTES:
            return None
        return InMemoryUploadedFile(
            io.BytesIO(), self.field_name, self.file_name, self.content_type or "", file_size, self.charset
        )
