"""The same file again: its rows are who they were."""

import pytest

from doorstep.clients.models import Client, ClientPhone
from doorstep.identity.actions import set_role_rights
from doorstep.identity.actor import default_rights
from doorstep.identity.models import Role
from doorstep.identity.tests.builders import make_actor
from doorstep.runs.models import RunRow
from doorstep.transfer.actions.importing import answer_row
from doorstep.transfer.tests.builders import bring_in, person, reasons, rows_of, take_back

Outcome = RunRow.Outcome
NEIGHBOURS = rows_of(
    person(phone="617-555-0123"),
    person("Smith", "Joan", phone="617-555-0199"),
)


def test_the_same_file_says_who_its_rows_are(owner):
    bring_in(owner, NEIGHBOURS)
    run = bring_in(owner, NEIGHBOURS)
    assert run.counts == {Outcome.DUPLICATE: 2}
    assert reasons(run)[2] == "This row of the same file was imported before, as “Jane Doe”."


def test_a_row_is_known_by_its_file_when_nothing_else_tells(owner):
    bring_in(owner, NEIGHBOURS)
    ClientPhone.objects.all().delete()
    Client.objects.filter(first_name="Jane").update(
        first_name="Janet", name="Janet Miller", last_name="Miller"
    )
    assert bring_in(owner, NEIGHBOURS).counts == {Outcome.DUPLICATE: 2}
    updated = bring_in(owner, NEIGHBOURS, duplicates="update")
    assert updated.counts == {Outcome.UPDATED: 2}
    assert sorted(Client.objects.values_list("name", flat=True)) == ["Jane Doe", "Joan Smith"]


def test_what_was_answered_is_not_asked_again(owner):
    household = rows_of(person(phone="617-555-0123"), person(first_name="John", phone="617-555-0123"))
    first = bring_in(owner, household, duplicates="ask")
    assert bring_in(owner, household, duplicates="ask").counts == {Outcome.DUPLICATE: 1, Outcome.ASKED: 1}
    answer_row(actor=owner, run_id=first.pk, row_id=first.rows.get(number=3).pk, answer="create")
    assert bring_in(owner, household, duplicates="ask").counts == {Outcome.DUPLICATE: 2}


def test_an_import_that_was_taken_back_is_forgotten(owner):
    take_back(owner, bring_in(owner, NEIGHBOURS))
    assert bring_in(owner, NEIGHBOURS).counts == {Outcome.CREATED: 2}


def test_a_customer_who_was_deleted_since_is_made_again(owner):
    bring_in(owner, NEIGHBOURS)
    Client.objects.filter(name="Jane Doe").delete()
    assert bring_in(owner, NEIGHBOURS).counts == {Outcome.CREATED: 1, Outcome.DUPLICATE: 1}


def test_another_customer_is_made_when_that_is_the_rule(owner):
    bring_in(owner, NEIGHBOURS)
    assert bring_in(owner, NEIGHBOURS, duplicates="create").counts == {Outcome.CREATED: 2}


@pytest.mark.parametrize("rule", ["skip", "update", "ask"])
def test_a_customer_whom_the_importer_may_not_see_stays_out_of_sight(owner, workspace, rule):
    bring_in(owner, NEIGHBOURS)
    keys = [*default_rights("csr").capabilities]
    set_role_rights(actor=owner, role="csr", visibility="own", keys=keys)
    csr = make_actor(workspace, Role.CSR)
    run = bring_in(csr, NEIGHBOURS, duplicates=rule)
    assert run.counts == {Outcome.REFUSED: 2}
    assert "Jane" not in " ".join(reasons(run).values())


def test_the_same_file_of_another_workspace_is_not_this_one(owner, other_workspace):
    bring_in(make_actor(other_workspace), NEIGHBOURS)
    assert bring_in(owner, NEIGHBOURS).counts == {Outcome.CREATED: 2}
