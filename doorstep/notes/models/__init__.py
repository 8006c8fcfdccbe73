from doorstep.notes.models.duty import Duty, ScheduledActivity, Task
from doorstep.notes.models.note import Note
from doorstep.notes.models.scoping import KeptRow
from doorstep.notes.models.touchpoint import Interaction

__all__ = ["Duty", "Interaction", "KeptRow", "Note", "ScheduledActivity", "Task"]
