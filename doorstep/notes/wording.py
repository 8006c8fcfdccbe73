"""How notes, tasks, planned activities and touchpoints read on a customer's timeline."""

from django.utils.translation import gettext_lazy as _

from doorstep.activity.wording import Wording

WORDINGS = {
    "note.added": Wording("note", _("Note: %(text)s")),
    "note.updated": Wording("note", _("Note changed: %(text)s")),
    "note.deleted": Wording("trash", _("Note deleted: %(text)s")),
    "note.restored": Wording("note", _("Note brought back: %(text)s")),
    "task.added": Wording("list-check", _("Task: %(text)s")),
    "task.updated": Wording("list-check", _("Task changed: %(text)s")),
    "task.done": Wording("circle-check", _("Task done: %(text)s")),
    "task.reopened": Wording("refresh", _("Task reopened: %(text)s")),
    "task.deleted": Wording("trash", _("Task deleted: %(text)s")),
    "task.restored": Wording("list-check", _("Task brought back: %(text)s")),
    "planned.added": Wording("calendar-plus", _("Planned for %(starts_at)s: %(text)s")),
    "planned.updated": Wording("calendar", _("Plan changed: %(text)s")),
    "planned.done": Wording("circle-check", _("Took place: %(text)s")),
    "planned.reopened": Wording("refresh", _("Planned again: %(text)s")),
    "planned.deleted": Wording("trash", _("No longer planned: %(text)s")),
    "planned.restored": Wording("calendar-plus", _("Plan brought back: %(text)s")),
    "call.logged": Wording("phone", _("Call: %(text)s")),
    "visit.logged": Wording("map-pin", _("Visit: %(text)s")),
    "message.logged": Wording("message", _("Message: %(text)s")),
    "touchpoint.updated": Wording("message", _("What was logged changed: %(text)s")),
    "touchpoint.deleted": Wording("trash", _("What was logged deleted: %(text)s")),
    "touchpoint.restored": Wording("message", _("What was logged brought back: %(text)s")),
}
