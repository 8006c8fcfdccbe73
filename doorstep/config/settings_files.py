"""Customers' files: where they are kept and how much is taken. From the environment, like all settings."""

import os
from typing import Any

_MEGABYTE = 1024 * 1024


def _number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


#: The largest file, what all files of one customer may take, the most pixels a picture may unpack to.
FILE_MOST_BYTES = _number("DOORSTEP_FILE_MB", 50) * _MEGABYTE
FILE_MOST_BYTES_OF_CUSTOMER = _number("DOORSTEP_FILES_PER_CUSTOMER_MB", 2000) * _MEGABYTE
FILE_MOST_PIXELS = _number("DOORSTEP_FILE_MEGAPIXELS", 120) * 1_000_000
#: A virus scanner: "unix:/run/clamav/clamd.ctl" or "host:3310"; "" for none.
CLAMD = os.environ.get("DOORSTEP_CLAMD", "")
#: The internal address under which nginx serves the files folder (X-Accel-Redirect); "": we send them.
FILE_ACCEL = os.environ.get("DOORSTEP_FILE_ACCEL", "")

#: No single file of any upload takes more room than this; imports read spreadsheets of up to 200 MB.
UPLOAD_MOST_BYTES = max(FILE_MOST_BYTES, 200 * _MEGABYTE)
FILE_UPLOAD_HANDLERS = [
    "doorstep.core.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]


def uploads_storage() -> dict[str, Any]:
    """STORAGES["uploads"]: a bucket where DOORSTEP_BUCKET_NAME is set, else the files folder."""
    bucket = os.environ.get("DOORSTEP_BUCKET_NAME", "")
    if not bucket:
        private = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": private}
    options = {
        "bucket_name": bucket,
        "endpoint_url": os.environ.get("DOORSTEP_BUCKET_ENDPOINT") or None,
        "region_name": os.environ.get("DOORSTEP_BUCKET_REGION") or None,
        "access_key": os.environ.get("DOORSTEP_BUCKET_KEY") or None,
        "secret_key": os.environ.get("DOORSTEP_BUCKET_SECRET") or None,
        "location": os.environ.get("DOORSTEP_BUCKET_PREFIX", ""),
        "default_acl": None,
        "file_overwrite": False,
        "signature_version": "s3v4",
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
