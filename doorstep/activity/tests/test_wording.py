"""How events read on timelines."""

import re
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps

from doorstep.activity.events import Event
from doorstep.activity.wording import kinds_about_money, wording_of, wordings
from doorstep.core.webkit.icons import ICON_FOLDER

#: Events with these beginnings stand on a client's timeline.
ON_TIMELINES = (
    "customer.",
    "client.",
    "property.",
    "party.",
    "contact.",
    "note.",
    "task.",
    "planned.",
    "call.",
    "visit.",
    "message.",
    "touchpoint.",
    "job.",
    "invoice.",
    "payment.",
)
_NAMES = re.compile(r"%\((\w+)\)s")


def _events():
    """Every event that an app declares."""
    for app in apps.get_app_configs():
        if app.name.startswith("doorstep.") and find_spec(f"{app.name}.events"):
            declared = vars(import_module(f"{app.name}.events")).values()
            yield from (
                one for one in declared if isinstance(one, type) and issubclass(one, Event) and one.kind
            )


EVENTS = [event for event in _events() if event.kind.startswith(ON_TIMELINES)]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_every_event_of_a_timeline_has_words_that_fit_its_fields(event):
    assert event.kind in wordings()
    fields = event.__dataclass_fields__.keys()
    assert set(_NAMES.findall(str(wording_of(event.kind).text))) <= fields


def test_no_words_are_kept_for_events_that_do_not_exist():
    assert wordings().keys() <= {event.kind for event in _events()}


@pytest.mark.parametrize("kind", sorted(wordings()))
def test_every_icon_is_there(kind):
    assert (ICON_FOLDER / f"{wordings()[kind].icon}.svg").is_file()


def test_whatever_names_an_amount_is_about_money():
    for kind, wording in wordings().items():
        if "_cents" in str(wording.text):
            assert kind in kinds_about_money()


def test_an_unknown_kind_is_read_from_its_name():
    assert wording_of("drone.sent_out").text == "Drone sent out"
