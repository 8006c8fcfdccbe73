"""What `doorstep serve` does before its processes start."""

import os
import socket

import pytest
from django.core.management.base import CommandError

from doorstep.shell.management.commands.serve import refuse_what_cannot_work, web_command
from doorstep.shell.management.prepare import prepare_static


def test_a_port_that_is_taken_is_named_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"127\.0\.0\.1:{port}.*DOORSTEP_PORT"):
            refuse_what_cannot_work("127.0.0.1", port)


def test_the_web_server_leaves_the_home_folder_alone():
    assert "--no-control-socket" in web_command("127.0.0.1", 8000, 2)


def test_static_files_are_collected_again_only_when_one_changed(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a {}")
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]

    assert prepare_static()
    assert not prepare_static()
    (source / "page.css").write_text("a { color: red }")
    os.utime(source / "page.css", (2_000_000_000, 2_000_000_000))  # Django compares whole seconds
    assert prepare_static()
    assert (tmp_path / "static" / "page.css").read_text() == "a { color: red }"
