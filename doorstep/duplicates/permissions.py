"""What may be done with records that are about the same customer."""

from django.utils.translation import gettext_lazy as _

from doorstep.core.permissions import Capability

MERGE = Capability(
    "merge", _("Merge duplicates"), _("Look for customers that are there twice, merge them, and undo it.")
)
