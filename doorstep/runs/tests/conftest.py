import pytest

from doorstep.config.runs import RUN_KINDS
from doorstep.runs.tests.builders import RENAME, RenameTeams


@pytest.fixture(autouse=True)
def rename_kind(monkeypatch):
    monkeypatch.setitem(RUN_KINDS, RENAME, "doorstep.runs.tests.builders.RenameTeams")
    monkeypatch.setattr(RenameTeams, "opened", [])
