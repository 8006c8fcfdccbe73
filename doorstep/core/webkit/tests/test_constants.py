"""Tags with constant arguments are worked out early, and yet say what Django's own would."""

import pytest
from django.template import engines
from django.utils import translation

from doorstep.core.webkit.icons import icon_svg
from doorstep.core.webkit.tests.builders import render

PLAIN = "{% load i18n static %}"


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Monday" %}',
        "{% translate 'Monday'|upper %}",
        '{% translate "Monday" as day %}<b>{{ day }}</b>',
        '{% translate "Monday" noop %}',
        '{% translate "May" context "abbrev. month" %}',
        "{% translate day %}",
        "{% translate text %}",
        '{% translate "100% sure" %}',
        '{% translate "a \\"quoted\\" <b>word</b>" %}',
        '{% translate "" %}',
        '{% static "css/app.css" %}',
        "{% static file %}",
        '{% static "css/a&b.css" %}',
        '{% static "css/app.css" as address %}<b>{{ address }}</b>',
    ],
)
@pytest.mark.parametrize("language", ["en-us", "es"])
def test_what_stands_on_the_page_is_what_the_usual_tag_writes(source, language):
    values = {"day": "Monday", "text": "<b>typed</b>", "file": "css/app.css"}
    with translation.override(language):
        assert render(source, **values) == render(PLAIN + source, **values)


def test_one_template_speaks_to_each_reader_in_their_language():
    template = engines["django"].from_string('{% translate "Monday" %}')
    said = []
    for language in ("en-us", "es", "en-us"):
        with translation.override(language):
            said.append(template.render({}))
    assert said == ["Monday", "lunes", "Monday"]


def test_an_icon_is_the_same_by_constants_and_by_variables():
    assert render('{% icon "users" "sm" %}') == icon_svg("users", "sm")
    assert render("{% icon name size %}", name="users", size="sm") == icon_svg("users", "sm")
    assert render('{% icon "users" label=words %}', words="<b>") == icon_svg("users", label="<b>")
    assert render('{% icon "users" as drawn %}{{ drawn }}') == icon_svg("users")
