"""What the documents and the deployment name is there: settings, commands, files."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.architecture import source

SETTINGS_PAGE = source.ROOT / "docs" / "reference" / "settings.md"
DEPLOYMENT = [source.ROOT / "deploy" / name for name in ("compose.yaml", "example.env", "Dockerfile")]
DOCUMENTS = [
    *source.ROOT.glob("*.md"),
    *(source.ROOT / "docs" / "guide").glob("*.md"),
    *(source.ROOT / "docs" / "decisions").glob("*.md"),
    *(source.ROOT / "docs" / "reference").glob("*.md"),
    *(source.ROOT / "deploy").glob("*.md"),
]
NAME = re.compile(r"\bDOORSTEP_[A-Z_]+\b")
# Read only when the tests run.
FOR_DEVELOPERS = {"DOORSTEP_TEST_DB"}
# Made up by the compose file, which turns it into several settings.
OF_COMPOSE = {"DOORSTEP_DOMAIN"}
COMMAND = re.compile(r"(?:`|^\s*|exec web |Start=…/)doorstep ([a-z][a-z-]+)\b", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
FOLDERS = ("doorstep/", "docs/", "deploy/", "scripts/", "tests/", "benchmarks/", "requirements/")
ROOTS = (source.ROOT, source.PRODUCT)
IN_TICKS = re.compile(r"`([\w./-]+)`")


def documented() -> set[str]:
    """The settings of the page; `_PORT` after a name stands for the name with another ending."""
    found: list[str] = []
    for line in SETTINGS_PAGE.read_text(encoding="utf-8").splitlines():
        for word in re.findall(r"`(DOORSTEP_[A-Z_]+|_[A-Z]+)`", line.split("|")[1] if "|" in line else ""):
            found.append(f"{found[-1].rpartition('_')[0]}{word}" if word.startswith("_") else word)
    return set(found)


def read_by_the_product() -> set[str]:
    files = (source.PRODUCT / "config").glob("*.py")
    return {name for file in files for name in re.findall(r'"(DOORSTEP_[A-Z_]+)"', file.read_text())}


def test_every_setting_is_documented_and_every_documented_one_is_read():
    assert documented() == read_by_the_product() - FOR_DEVELOPERS


@pytest.mark.parametrize("file", DEPLOYMENT, ids=lambda file: file.name)
def test_the_deployment_sets_only_what_is_read(file: Path):
    assert set(NAME.findall(file.read_text(encoding="utf-8"))) <= read_by_the_product() | OF_COMPOSE


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_commands_and_files_that_a_document_names_are_there(file: Path):
    text = file.read_text(encoding="utf-8")
    known = {name.replace("_", "-") for name in get_commands()} | {"help"}
    assert {name for name in COMMAND.findall(text) if name not in known} == set()
    assert {link for link in LINK.findall(text) if not (file.parent / link).exists()} == set()
    assert {path for path in paths(text) if not any((root / path).exists() for root in ROOTS)} == set()


def paths(text: str) -> set[str]:
    """Those in ticks; what is in the product may be named from there (`clients/facets.py`)."""
    found = {path for path in IN_TICKS.findall(text) if "NNNN" not in path}
    return {path for path in found if path.startswith(FOLDERS) or ("/" in path and path.endswith(".py"))}
