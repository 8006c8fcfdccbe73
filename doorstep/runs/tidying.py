"""What runs and workers leave behind, and how long it stays."""

from datetime import timedelta

from django.utils import timezone

from doorstep.runs.kinds import kind_class
from doorstep.runs.models import Run, WorkerBeat

#: A file that an export made can be downloaded for this long.
EXPORTS_STAY = timedelta(days=7)
SILENT_WORKERS_STAY = timedelta(days=1)


def drop_old_exports() -> int:
    """Delete the files that runs made more than a week ago; the runs stay. How many files went.

    Uploads stay: an import's file is what its result page and a second look refer to.
    """
    old = Run.objects.filter(finished_at__lt=timezone.now() - EXPORTS_STAY).exclude(file="")
    gone = 0
    for run in old.iterator(chunk_size=200):
        if kind_class(run.kind).makes_file:
            run.file.delete(save=False)
            Run.objects.filter(pk=run.pk).update(file="")
            gone += 1
    return gone


def drop_silent_workers() -> int:
    """Forget the workers that have been silent for a day."""
    return WorkerBeat.objects.filter(at__lt=timezone.now() - SILENT_WORKERS_STAY).delete()[0]
