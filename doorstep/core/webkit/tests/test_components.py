import pytest

from doorstep.core.webkit.tests.builders import component

XSS = '"><script>alert(1)</script>'


def test_a_page_header_shows_its_title_and_its_buttons():
    page = component('<c-page-header title="Customers"><a class="btn" href="/x">Add</a></c-page-header>')
    assert "<h1>Customers</h1>" in page
    assert '<div class="actions"><a class="btn" href="/x">Add</a></div>' in page


def test_a_figure_opens_its_records_and_says_how_it_is_computed():
    figure = component('<c-figure label="Active" value="1,140" href="?active=1" hint="A job in 12 months" />')
    assert '<a class="figure" href="?active=1" title="A job in 12 months">' in figure
    assert '<span class="figure-value">1,140</span>' in figure


def test_a_figure_shows_the_number_zero():
    assert '<span class="figure-value">0</span>' in component('<c-figure label="New" :value="n" />', n=0)


def test_the_open_tab_is_marked_for_screen_readers_too():
    tabs = component(
        '<c-tabs label="Status"><c-tab href="?" label="All" :count="n" :active="yes" />'
        '<c-tab href="?t=1" label="Old" :active="no" /></c-tabs>',
        n=0,
        yes=True,
        no=False,
    )
    assert tabs.count('aria-current="page"') == 1
    assert '<span class="tab-count">0</span>' in tabs


def test_a_component_does_not_see_the_variables_of_the_page():
    assert "leak" not in component(
        '<c-card>x</c-card><c-tag label="a" />', title="leak", href="leak", tone="leak"
    )


def test_a_status_is_never_colour_alone():
    status = component('<c-status tone="red" label="Overdue" />')
    assert "<svg" in status
    assert "Overdue" in status


@pytest.mark.parametrize(
    "source",
    [
        '<c-page-header title="{{ x }}" subtitle="{{ x }}" back="{{ x }}" backlabel="{{ x }}" />',
        '<c-figure label="{{ x }}" value="{{ x }}" href="{{ x }}" hint="{{ x }}" note="{{ x }}" />',
        '<c-figure label="a" :value="x" />',
        '<c-tab href="{{ x }}" label="{{ x }}" count="{{ x }}" />',
        '<c-chip label="{{ x }}" value="{{ x }}" href="{{ x }}" />',
        '<c-chip label="a" :value="x" href="?" />',
        '<c-empty title="{{ x }}" text="{{ x }}" />',
        '<c-avatar name="{{ x }}" /><c-avatar :name="x" />',
        '<c-tag label="{{ x }}" /><c-tag :label="x" href="{{ x }}" />',
        '<c-status label="{{ x }}" title="{{ x }}" />',
        '<c-card title="{{ x }}">{{ x }}</c-card>',
        '<c-note text="{{ x }}" />',
        '<c-progress :value="x" :max="x" label="{{ x }}" note="{{ x }}" />',
        '<c-dropdown label="{{ x }}">{{ x }}</c-dropdown>',
        '<c-modal id="m" title="{{ x }}">{{ x }}</c-modal>',
        '<c-pager info="{{ x }}" next="{{ x }}" previous="{{ x }}" />',
        '<c-typed-confirm word="{{ x }}" />',
        '<c-dialog-head title="{{ x }}" />',
    ],
)
def test_typed_text_is_escaped_in_every_component(source):
    page = component(source, x=XSS)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page or "avatar" in source
