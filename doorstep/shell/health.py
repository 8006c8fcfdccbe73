"""Whether an installation is well: what `doorstep doctor` looks at, each finding with its mend."""

import shutil
import smtplib
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from doorstep.files import storing
from doorstep.files.contents import FileRefused, scan
from doorstep.identity import wall
from doorstep.runs.models import WorkerBeat

OLDEST_POSTGRESQL = 140000
SILENT_AFTER = timedelta(seconds=60)
LEAST_FREE_BYTES = 1024**3
QUICK_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `mend`: what to do, "" when it is well. `fatal`: nothing works without it."""

    name: str
    said: str
    mend: str = ""
    fatal: bool = True

    @property
    def is_well(self) -> bool:
        return not self.mend


def examine() -> list[Finding]:
    """Everything there is to look at; a broken database ends it early, since the rest stands on it."""
    database = _database()
    if not database.is_well:
        return [database]
    checks: Iterable[Callable[[], Finding]] = (
        _migrations,
        _second_wall,
        _worker,
        _queue,
        _shared_cache,
        _storage,
        _uploads,
        _virus_check,
        _static_files,
        _mail,
        _settings,
    )
    return [database, *(check() for check in checks)]


def _database() -> Finding:
    name = _("Database")
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return Finding(
            name, str(error).strip(), _("Start the database, or correct DATABASE_URL, and try again.")
        )
    if connection.vendor != "postgresql":
        return Finding(name, f"SQLite, {settings.DATABASES['default']['NAME']}")
    version = connection.connection.info.server_version
    said = f"PostgreSQL {version // 10000}, {settings.DATABASES['default']['NAME']}"
    mend = _("Move to PostgreSQL 14 or newer.") if version < OLDEST_POSTGRESQL else ""
    return Finding(name, said, mend)


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return Finding(_("Migrations"), _("All applied."))
    said = _("%(count)d are missing.") % {"count": len(missing)}
    return Finding(_("Migrations"), said, _("Run “doorstep upgrade”."))


def _second_wall() -> Finding:
    name = _("Second wall")
    if connection.vendor != "postgresql":
        return Finding(
            name, _("PostgreSQL only: on SQLite every read still starts at what a member may see.")
        )
    if wall.available():
        return Finding(name, _("Row-level security stands behind every request."))
    mend = _(
        "As a superuser of the database: CREATE ROLE %(role)s NOLOGIN; GRANT %(role)s TO the login in "
        "DATABASE_URL; then run “doorstep upgrade”."
    ) % {"role": wall.ROLE}
    return Finding(name, _("Row-level security is off."), mend, fatal=False)


def _worker() -> Finding:
    name = _("Worker")
    alive = WorkerBeat.objects.filter(at__gt=timezone.now() - SILENT_AFTER).count()
    if alive:
        return Finding(name, _("%(count)d at work.") % {"count": alive})
    mend = _("Start “doorstep serve” (it brings one along) or “doorstep worker”.")
    return Finding(name, _("None is at work: imports, exports and e-mails wait."), mend)


def _queue() -> Finding:
    waiting = (
        DBTaskResult.objects.ready().filter(run_after__lt=timezone.now() - timedelta(minutes=15)).count()
    )
    if not waiting:
        return Finding(_("Queue"), _("Nothing has been waiting for long."))
    said = _("%(count)d tasks have been waiting for more than 15 minutes.") % {"count": waiting}
    return Finding(_("Queue"), said, _("Start more workers: “doorstep worker”."), fatal=False)


def _shared_cache() -> Finding:
    try:
        cache.set("doctor", 1, 5)
    except DatabaseError as error:
        return Finding(
            _("Cache"), str(error).strip(), _("Run “doorstep upgrade”: it makes the cache's table.")
        )
    return Finding(_("Cache"), _("Shared by all processes."))


def _storage() -> Finding:
    name, folder = _("Storage"), Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        mend = _("Give the user who runs Doorstep the right to write there, or set DOORSTEP_DATA.")
        return Finding(name, str(error), mend)
    free = shutil.disk_usage(folder).free
    said = _("%(folder)s, %(free)d GB free.") % {"folder": folder, "free": free // 1024**3}
    mend = _("Make room on this disk: less than 1 GB is left.") if free < LEAST_FREE_BYTES else ""
    return Finding(name, said, mend)


def _uploads() -> Finding:
    name = _("Customers' files")
    try:
        if isinstance(storing.uploads(), FileSystemStorage):
            return Finding(name, _("In the storage above."))
        storing.try_out()
    except Exception as error:  # noqa: BLE001  # whatever a storage's client raises is its finding
        mend = _(
            "Correct DOORSTEP_BUCKET_NAME and its like, and install requirements/s3.txt; see the reference."
        )
        return Finding(name, f"{type(error).__name__}: {error}", mend)
    return Finding(name, _("The bucket takes files and gives them back."))


def _virus_check() -> Finding:
    name = _("Virus check")
    if not settings.CLAMD:
        return Finding(name, _("Not configured: only the test signature is looked for."))
    try:
        scan([b"doctor"])
    except FileRefused as refused:
        return Finding(name, str(refused), _("Start clamd, or correct DOORSTEP_CLAMD."))
    return Finding(name, settings.CLAMD)


def _static_files() -> Finding:
    if Path(settings.STATIC_ROOT, "staticfiles.json").exists() or settings.DEBUG:
        return Finding(_("Static files"), str(settings.STATIC_ROOT))
    return Finding(_("Static files"), _("Not collected yet."), _("Run “doorstep upgrade”."))


def _mail() -> Finding:
    name = _("Mail")
    if not settings.EMAIL_HOST:
        said = _("Not configured: e-mails are written to %(folder)s.") % {"folder": settings.EMAIL_FILE_PATH}
        return Finding(name, said, _("Set DOORSTEP_SMTP_HOST and its like; see the reference."), fatal=False)
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=QUICK_SECONDS) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as error:
        said = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {error}"
        return Finding(name, said, _("Correct DOORSTEP_SMTP_HOST and DOORSTEP_SMTP_PORT."))
    return Finding(name, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")


def _settings() -> Finding:
    name = _("Settings")
    if settings.DEBUG:
        return Finding(
            name, _("DOORSTEP_DEBUG is on: pages show code and secrets."), _("Switch it off."), fatal=False
        )
    is_local = any(host in settings.BASE_URL for host in ("127.0.0.1", "localhost"))
    if not settings.HTTPS and not is_local:
        mend = _("Put a proxy with a certificate in front and set DOORSTEP_URL to the https address.")
        return Finding(name, _("%(url)s is not encrypted.") % {"url": settings.BASE_URL}, mend)
    return Finding(name, settings.BASE_URL)
