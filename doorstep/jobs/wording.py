"""How what happens to jobs reads on a customer's timeline."""

from django.utils.translation import gettext_lazy as _

from doorstep.activity.wording import Wording

WORDINGS = {
    "job.created": Wording("briefcase", _("Job %(number)s scheduled: %(title)s")),
    "job.updated": Wording("briefcase", _("Job %(number)s changed: %(title)s")),
    "job.rescheduled": Wording("calendar", _("Job %(number)s moved: %(title)s")),
    "job.completed": Wording("circle-check", _("Job %(number)s completed: %(title)s")),
    "job.aborted": Wording("player-stop", _("Job %(number)s aborted: %(title)s (%(reason)s)")),
    "job.cancelled": Wording("circle-x", _("Job %(number)s cancelled: %(title)s (%(reason)s)")),
    "job.reopened": Wording("refresh", _("Job %(number)s reopened: %(title)s")),
}
