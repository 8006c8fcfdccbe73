"""What every page loads and shows: the frame, the icons, the weight of our own files."""

import gzip
import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import RequestFactory

from doorstep.core.webkit.icons import ICON_FOLDER

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ICON_TAG = re.compile(r"{% icon ['\"]([\w/-]+)['\"]")
ICON_ATTRIBUTE = re.compile(r"<c-[^>]*\sicon=\"([\w/-]+)\"")
KB = 1024


def packed(folder: str) -> int:
    """Bytes that a browser fetches for our own files of one folder."""
    return sum(len(gzip.compress(file.read_bytes())) for file in (ROOT / "static" / folder).iterdir())


def test_every_icon_that_a_template_names_is_copied():
    listed = (ROOT / "core" / "webkit" / "icons.txt").read_text(encoding="utf-8").split("\n")
    names = {line.partition("#")[0].strip() for line in listed}
    missing = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in ROOT.rglob("templates/**/*.html")
        for pattern in (ICON_TAG, ICON_ATTRIBUTE)
        for name in pattern.findall(file.read_text(encoding="utf-8"))
        if name not in names
    }
    assert not missing, "Add the icon to core/webkit/icons.txt and run `make setup`."


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT / "templates")))
def test_every_template_of_the_frame_compiles(template):
    get_template(str(template.relative_to(ROOT / "templates")))


def test_our_own_files_stay_light():
    # Of all pages together; what one page loads is weighed in the browser (tests/journeys/test_weights.py).
    assert packed("js") < 20 * KB
    assert packed("css") < 20 * KB


def test_a_page_loads_within_its_budget():
    vendor = ICON_FOLDER.parent
    if not vendor.exists():
        pytest.skip("the front-end files were not copied: run `make setup`")
    loaded = re.findall(r"'vendor/([\w.-]+)'", (ROOT / "templates" / "base.html").read_text(encoding="utf-8"))
    assert "tabler.css" in loaded
    weight = (
        sum(len(gzip.compress((vendor / name).read_bytes())) for name in loaded)
        + packed("js")
        + packed("css")
    )
    assert weight < 220 * KB


def test_the_server_error_page_needs_neither_request_nor_database():
    page = get_template("500.html").render()
    assert "Something went wrong" in page
    assert "Go to Home" in page


@pytest.mark.parametrize("name", ["403.html", "404.html", "429.html", "403_csrf.html"])
def test_every_error_page_says_what_to_do(name):
    page = get_template(name).render({}, RequestFactory().get("/x"))
    assert "<h1>" in page
    assert 'class="btn btn-primary"' in page


def test_the_refusal_of_an_action_is_told_in_its_own_words():
    page = get_template("403.html").render(
        {"exception": "Your role does not include “Export”."}, RequestFactory().get("/")
    )
    assert "Your role does not include “Export”." in page
