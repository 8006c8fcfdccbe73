"""Whatever the file holds: each row is accounted for, the dry run is right, all of it can be taken back."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from doorstep.clients.cards import rebuild_figures
from doorstep.clients.models import Client, ClientSearch
from doorstep.clients.search_text import search_texts
from doorstep.identity.tests.builders import make_actor, make_workspace
from doorstep.transfer.intake import kind
from doorstep.transfer.intake.plan import Duplicates, UnknownTags
from doorstep.transfer.tests.builders import (
    bring_in,
    differences,
    everything,
    make_types,
    outcomes,
    rows_of,
    take_back,
    try_dry,
)

FIELDS = {
    "reference": ["", "", "", "7", "8"],
    "first_name": ["", "Jane", "John", "J.", "Zoë"],
    "last_name": ["", "Doe", "DOE", "O'Brien"],
    "company_name": ["", "", "Acme Ltd", "acme ltd"],
    "phone": ["", "617-555-0123", "(617) 555 0123", "617 555 0199 x3", "call me", "+44 20 7946 0018"],
    "email": ["", "jane@example.com", "JANE@example.com", "john@example.com", "nonsense"],
    "line1": ["", "12 Elm St", "12 elm st", "9 Oak Ave"],
    "postcode": ["", "02139", "2139", "80202-1234"],
    "tags": ["", "VIP", "vip", "Net 30, VIP"],
    "source": ["", "Google", "google"],
    "occupier": ["", "", "Mr. Tenant"],
    "note to self": ["", "", "Dog", "Cat"],
}
MAPPING = {name: name for name in FIELDS} | {"note to self": "new"}
ROW = st.fixed_dictionaries({name: st.sampled_from(some) for name, some in FIELDS.items()})
FILE = st.lists(ROW, min_size=1, max_size=12).filter(lambda rows: any(any(row.values()) for row in rows))
RULES = {
    "duplicates": st.sampled_from(list(Duplicates)),
    "tags": st.sampled_from(list(UnknownTags)),
}


def whatever(examples):
    phases = [Phase.explicit, Phase.reuse, Phase.generate]  # an example is slow: shrinking takes minutes
    return settings(
        max_examples=examples, deadline=None, phases=phases, suppress_health_check=list(HealthCheck)
    )


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    """Repetitions meet within a chunk and across two."""
    monkeypatch.setattr(kind, "CHUNK", 3)


class _Rolled:
    """A company that is gone after the example."""

    def __enter__(self):
        self.everything = transaction.atomic()
        self.everything.__enter__()
        actor = make_actor(make_workspace())
        make_types(actor)
        return actor

    def __exit__(self, *_error):
        transaction.set_rollback(True)
        self.everything.__exit__(None, None, None)


def text_of(rows):
    return rows_of(*rows, header=list(FIELDS))


@pytest.mark.django_db
@whatever(40)
@given(here=FILE, rows=FILE, duplicates=RULES["duplicates"], tags=RULES["tags"])
def test_any_import_is_foreseen_accounted_for_true_and_undone(here, rows, duplicates, tags):
    rules = {"duplicates": duplicates, "tags": tags, "mapping": MAPPING}
    with _Rolled() as actor:
        bring_in(actor, text_of(here), mapping=MAPPING)
        before = everything()
        dry = try_dry(actor, text_of(rows), **rules)
        assert list(differences(before, everything())) == []
        run = bring_in(actor, text_of(rows), **rules)
        assert outcomes(run) == outcomes(dry)
        filled = [number for number, row in enumerate(rows, 2) if any(row.values())]
        assert [number for number, _outcome in outcomes(run)] == filled
        assert sum(run.counts.values()) == run.done == len(filled)
        assert rebuild_figures(workspace=actor.workspace, check=True) == 0
        ids = list(Client.objects.values_list("pk", flat=True))
        texts = search_texts(workspace=actor.workspace, client_ids=ids)
        assert dict(ClientSearch.objects.values_list("pk", "text")) == texts
        if run.counts.keys() & {"created", "updated"}:
            assert take_back(actor, run).counts.keys() == {"undone"}
            assert list(differences(before, everything())) == []


@pytest.mark.django_db
@whatever(30)
@given(here=FILE, rows=FILE, duplicates=st.sampled_from([Duplicates.SKIP, Duplicates.UPDATE, Duplicates.ASK]))
def test_the_same_file_again_adds_nothing(here, rows, duplicates):
    rules = {"duplicates": duplicates, "mapping": MAPPING}
    with _Rolled() as actor:
        bring_in(actor, text_of(here), mapping=MAPPING)
        first = bring_in(actor, text_of(rows), **rules)
        before = everything()
        dry = try_dry(actor, text_of(rows), **rules)
        again = bring_in(actor, text_of(rows), **rules)
        assert outcomes(again) == outcomes(dry)
        assert "created" not in again.counts
        assert first.done == again.done
        assert list(differences(_lasting(before), _lasting(everything()))) == []


def _lasting(tables):
    """Without what the file's mapping is remembered by, and how often a customer was written: an update that
    goes through the file again may put a value there and back."""
    kept = {name: rows for name, rows in tables.items() if name != "transfer.MappingMemory"}
    return kept | {
        "clients.Client": {
            pk: {name: value for name, value in row.items() if name not in {"version", "updated_at"}}
            for pk, row in tables.get("clients.Client", {}).items()
        }
    }
