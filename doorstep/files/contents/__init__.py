"""What a file is by its content, whatever its name says; and what is refused."""

from doorstep.files.contents.inspecting import Inspected, inspect
from doorstep.files.contents.kinds import Draws, FileType, type_named
from doorstep.files.contents.refusals import FileRefused
from doorstep.files.contents.scanning import scan

__all__ = ["Draws", "FileRefused", "FileType", "Inspected", "inspect", "scan", "type_named"]
