"""Every test in this folder is a browser journey; without a Chromium they are skipped, and a line says so."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import BrowserContext, Page, expect

from doorstep.identity.models import Membership, Role
from doorstep.identity.tests.builders import actor_of
from doorstep.shell.sample.company import NAME, SLUG, found
from doorstep.shell.sample.generator import generate
from tests.doors.world import Company, furnish
from tests.journeys.chromium import find_chromium, launch_arguments
from tests.journeys.stage import Watch, database_in, serving, sign_in, write_copy

HERE = Path(__file__).parent
PASSWORD = "correct horse battery"
CUSTOMERS = 120

# Playwright keeps an event loop in the test's thread; Django would take our ordinary queries for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
expect.set_options(timeout=10_000)

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


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """One server for all journeys; each brings its own database."""
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def empty_file(django_db_blocker, tmp_path_factory) -> Path:
    """A database with tables and nothing in them."""
    if connection.vendor != "sqlite":
        pytest.skip("journeys play on SQLite")
    folder = tmp_path_factory.mktemp("journeys")
    with django_db_blocker.unblock(), database_in(folder / "first.sqlite3"):
        call_command("migrate", verbosity=0)
        return write_copy(folder / "empty.sqlite3")


@pytest.fixture(scope="session")
def sample(empty_file, django_db_blocker) -> tuple[Path, Company]:
    """The sample company in small, with one of everything, as a file."""
    path = empty_file.with_name("sample.sqlite3")
    shutil.copy(empty_file, path)
    with django_db_blocker.unblock(), database_in(path):
        workspace = found(SLUG, NAME, PASSWORD)
        generate(workspace, CUSTOMERS, seed=7, tell=lambda done: None)
        owner = Membership.objects.get(workspace=workspace, role=Role.OWNER)
        company = furnish(Company(workspace, actor_of(owner)))
        write_copy(path.with_name("whole.sqlite3"))
    return path.with_name("whole.sqlite3"), company


@pytest.fixture
def nothing(empty_file, django_db_blocker, tmp_path) -> Iterator[None]:
    """The first day: an empty database."""
    path = shutil.copy(empty_file, tmp_path / "database.sqlite3")
    with django_db_blocker.unblock(), database_in(Path(path)):
        yield


@pytest.fixture
def company(sample, django_db_blocker, tmp_path) -> Iterator[Company]:
    """The sample company; whatever a journey does to it is gone after it."""
    path = shutil.copy(sample[0], tmp_path / "database.sqlite3")
    with django_db_blocker.unblock(), database_in(Path(path)):
        yield sample[1]


@pytest.fixture
def new_context(new_context, base_url) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of its own; after the journey no browser may have had anything to complain about."""
    watch = Watch(base_url)

    def start(**options: object) -> BrowserContext:
        context = watch.follow(new_context(**options))
        context.set_default_timeout(10_000)
        context.set_default_navigation_timeout(30_000)
        return context

    yield start
    assert not watch.complaints


@pytest.fixture
def office(company, context, base_url) -> Page:
    """The owner of the sample company, signed in, on a desk."""
    sign_in(context, company.owner, base_url)
    return context.new_page()


@pytest.fixture
def member_page(company, new_context, base_url) -> Callable[[Role], Page]:
    """Another member in a browser of their own."""

    def enter(role: Role) -> Page:
        context = new_context()
        sign_in(context, Membership.objects.filter(workspace=company.workspace, role=role)[0], base_url)
        return context.new_page()

    return enter
