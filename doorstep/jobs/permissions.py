"""What may be done with jobs. Seeing them comes with seeing customers."""

from django.utils.translation import gettext_lazy as _

from doorstep.core.permissions import Capability

MANAGE_JOBS = Capability("manage_jobs", _("Manage jobs"), _("Create, schedule and cancel jobs."))
COMPLETE_JOBS = Capability("complete_jobs", _("Complete jobs"), _("Report a job as completed or aborted."))
