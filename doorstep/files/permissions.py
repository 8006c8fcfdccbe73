"""What may be done with customers' files."""

from django.utils.translation import gettext_lazy as _

from doorstep.core.permissions import Capability

VIEW_FILES = Capability(
    "view_files",
    _("See files"),
    _("Open the photos and documents of the customers they may see."),
    reads=True,
)
MANAGE_FILES = Capability("manage_files", _("Manage files"), _("Add, rename, move and delete files."))
