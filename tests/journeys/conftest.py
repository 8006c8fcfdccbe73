"""Every test in this folder is a browser journey; without a Chromium they are skipped, and a line says so."""

import os
from pathlib import Path

import pytest

from tests.journeys.chromium import find_chromium, launch_arguments

HERE = Path(__file__).parent

# Playwright keeps an event loop in the test's thread; Django would take our ordinary queries for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

skipped: list[str] = []


@pytest.hookimpl(tryfirst=True)  # before -m looks at the markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the journeys, and skip them without a browser unless `make check` insists."""
    missing = find_chromium() is None and not os.environ.get("DOORSTEP_REQUIRE_BROWSER")
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker(pytest.mark.journey)
        if missing:
            item.add_marker(pytest.mark.skip(reason="no Chromium"))
            skipped.append(item.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly what was not tested."""
    if skipped:
        terminalreporter.write_line(
            f"Browser journeys: {len(skipped)} NOT RUN, no Chromium found. "
            "Install one (Debian: apt install chromium) or set DOORSTEP_CHROMIUM.",
            yellow=True,
            bold=True,
        )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Start the machine's own Chromium instead of one that Playwright would have to download."""
    return browser_type_launch_args | {"executable_path": find_chromium(), "args": launch_arguments()}
