"""Deciding on rows that an import asked about."""

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.clients.cards import rebuild_figures
from doorstep.clients.models import Client
from doorstep.core.errors import RuleBroken
from doorstep.runs.models import Run, RunRow
from doorstep.transfer.actions.importing import answer_row, answer_rows
from doorstep.transfer.tests.builders import (
    bring_in,
    differences,
    everything,
    make_types,
    person,
    reasons,
    rows_of,
    take_back,
)

Outcome = RunRow.Outcome
JANE = person(phone="617-555-0123", email="jane@example.com")
JOHN = person(first_name="John", phone="617-555-0123", email="john@example.com")


@pytest.fixture
def asked(owner) -> Run:
    """Jane is brought in; John twice, and a Joan, share her phone."""
    return bring_in(owner, rows_of(JANE, JOHN, JOHN, person(first_name="Joan", phone="617-555-0123")))


def answer(owner, run: Run, said: str, number: int = 3) -> RunRow:
    return answer_row(actor=owner, run_id=run.pk, row_id=run.rows.get(number=number).pk, answer=said)


def test_a_new_customer_is_made_of_a_row(owner, asked):
    row = answer(owner, asked, "create")
    assert row.outcome == Outcome.CREATED
    assert Client.objects.get(pk=row.client_id).name == "John Doe"
    asked.refresh_from_db()
    assert asked.counts == {Outcome.CREATED: 2, Outcome.ASKED: 2}


def test_the_same_customer_is_updated_by_a_row(owner, asked):
    row = answer(owner, asked, "update")
    assert row.outcome == Outcome.UPDATED
    assert Client.objects.get().email == "john@example.com"


def test_a_row_is_skipped(owner, asked):
    assert answer(owner, asked, "skip").outcome == Outcome.DUPLICATE
    assert Client.objects.count() == 1


def test_a_row_is_decided_on_once(owner, asked):
    answer(owner, asked, "skip")
    with pytest.raises(RuleBroken, match="already"):
        answer(owner, asked, "create")


def test_an_unknown_answer_is_refused(owner, asked):
    with pytest.raises(RuleBroken):
        answer(owner, asked, "perhaps")


def test_all_are_decided_at_once_and_repeated_rows_are_one_customer(owner, asked):
    run = answer_rows(actor=owner, run_id=asked.pk, answer="create")
    assert run.state == Run.State.DONE
    assert run.counts == {Outcome.CREATED: 2, Outcome.DUPLICATE: 1}
    asked.refresh_from_db()
    assert asked.counts == {Outcome.CREATED: 3, Outcome.DUPLICATE: 1}
    assert sorted(Client.objects.values_list("name", flat=True)) == ["Jane Doe", "Joan Doe", "John Doe"]
    assert rebuild_figures(workspace=owner.workspace, check=True) == 0


@pytest.mark.parametrize("said", ["create", "update", "skip"])
def test_undoing_the_import_takes_the_answers_back_too(owner, said):
    make_types(owner)
    before = everything()
    run = bring_in(owner, rows_of(JANE, JOHN, JOHN, person(first_name="Joan", phone="617-555-0123")))
    answer_rows(actor=owner, run_id=run.pk, answer=said)
    run.refresh_from_db()
    undo = take_back(owner, run)
    assert Outcome.KEPT not in undo.counts, reasons(undo)
    assert list(differences(before, everything())) == []


def test_nothing_is_decided_any_more_once_the_import_is_taken_back(owner, asked):
    take_back(owner, asked)
    with pytest.raises(RuleBroken, match="taken back"):
        answer(owner, asked, "create")
    with pytest.raises(RuleBroken, match="taken back"):
        answer_rows(actor=owner, run_id=asked.pk, answer="create")


def test_a_stranger_finds_no_such_import_and_a_technician_may_not_decide(owner, asked, stranger, technician):
    with pytest.raises(Run.DoesNotExist):
        answer(stranger, asked, "create")
    with pytest.raises(PermissionDenied):
        answer(technician, asked, "create")
