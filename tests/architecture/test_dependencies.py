"""What an installation has besides the code, and that it needs no more."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.architecture import source

PROJECT = tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def normal(requirement: str) -> str:
    """The name of a requirement as the index compares it."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def locked(name: str) -> dict[str, str]:
    """Each package of a lock, with the condition it is installed under."""
    lines = (source.ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    pinned = [line.rstrip(" \\").partition(" ; ") for line in lines if "==" in line and line[0] not in "# "]
    return {normal(package): condition for package, _mark, condition in pinned}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(source.parse(path)):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_what_the_product_imports_is_installed_with_it():
    installed, origin = locked("runtime.txt"), packages_distributions()
    missing = {
        f"{source.where(path)}: {name}"
        for path in source.python_files()
        if path.is_relative_to(source.PRODUCT) and not source.is_test(path) and "testing" not in path.parts
        for name in imported(path)
        if not {normal(one) for one in origin.get(name, ())} <= installed.keys() | {"doorstep"}
    }
    assert not missing, sorted(missing)


def test_what_only_tests_import_is_not_installed_with_the_product():
    groups = PROJECT["dependency-groups"]
    only_for_developers = {normal(one) for group in ("dev", "e2e") for one in groups[group]}
    assert only_for_developers.isdisjoint(locked("runtime.txt"))
    assert "xlsxwriter" in only_for_developers


def test_days_are_right_where_the_machine_knows_no_time_zones():
    """Slim images carry no zone database; on any system ours comes along."""
    assert locked("runtime.txt")["tzdata"] == ""
    asked = "import zoneinfo; print(zoneinfo.ZoneInfo('America/New_York').key)"
    alone = subprocess.run(
        [sys.executable, "-c", asked], env={"PYTHONTZPATH": ""}, capture_output=True, text=True, check=True
    )
    assert alone.stdout.strip() == "America/New_York"
