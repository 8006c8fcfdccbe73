"""REST: notes, tasks, planned activities and touchpoints."""

from doorstep.notes.api import notes, planned, to_dos, touchpoints

routers = [notes.router, to_dos.router, planned.router, touchpoints.router]
