"""What may be done with notes and tasks. Seeing them comes with seeing customers."""

from django.utils.translation import gettext_lazy as _

from doorstep.core.permissions import Capability

WRITE_NOTES = Capability(
    "write_notes",
    _("Write notes and tasks"),
    _("Add and edit notes, tasks, planned activities, calls and visits of the customers they may see."),
)
