"""Every change to files."""

from doorstep.files.actions.edit import delete_file, restore_file, update_file
from doorstep.files.actions.upload import upload_files

__all__ = ["delete_file", "restore_file", "update_file", "upload_files"]
