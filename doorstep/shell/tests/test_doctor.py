"""The doctor says what is wrong and how to mend it."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from doorstep.runs.models import WorkerBeat
from doorstep.shell.health import examine

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _well(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").write_text("{}")
    WorkerBeat.objects.create(name="one")


def _finding(name):
    return next(finding for finding in examine() if finding.name == name)


def test_everything_well_ends_well():
    out = StringIO()
    call_command("doctor", stdout=out)
    assert "FAIL" not in out.getvalue()


def test_a_silent_worker_is_told_with_its_mend():
    WorkerBeat.objects.update(at=timezone.now() - timedelta(minutes=5))
    assert "doorstep worker" in _finding("Worker").mend
    with pytest.raises(CommandError, match="Worker"):
        call_command("doctor", stdout=StringIO())


def test_storage_that_cannot_be_written_is_told(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file" / "below"
    assert "DOORSTEP_DATA" in _finding("Storage").mend


def test_a_virus_scanner_that_does_not_answer_is_told(settings):
    assert _finding("Virus check").is_well
    settings.CLAMD = "127.0.0.1:9"
    assert "DOORSTEP_CLAMD" in _finding("Virus check").mend


def test_a_mail_server_that_does_not_answer_is_told(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "DOORSTEP_SMTP_HOST" in _finding("Mail").mend


def test_an_unencrypted_public_address_is_told(settings):
    settings.BASE_URL, settings.HTTPS = "http://crm.example.com", False
    assert "https" in _finding("Settings").mend


def test_a_monitor_gets_one_json_list():
    out = StringIO()
    call_command("doctor", "--json", stdout=out)
    assert {finding["name"]: finding["well"] for finding in json.loads(out.getvalue())}["Database"] is True
