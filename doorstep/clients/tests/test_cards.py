"""The figures that lists show, kept and rebuilt."""

from datetime import timedelta

import pytest

from doorstep.clients.cards import rebuild_figures, roll_figures
from doorstep.clients.counts import Fact, add_counts, counted
from doorstep.clients.folding import fold_counts
from doorstep.clients.models import ClientCard, CountDelta
from doorstep.customers.actions.columns import archive_customers
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.models import Workspace


@pytest.fixture
def customers(csr):
    roll_figures(workspace=csr.workspace)
    return [make_customer(csr) for _ in range(3)]


def test_figures_kept_by_actions_are_what_a_rebuild_computes(csr, customers):
    archive_customers(actor=csr, customer_ids=[customers[0].pk])
    assert rebuild_figures(workspace=csr.workspace, check=True) == 0


def test_a_check_finds_a_wrong_figure_and_a_rebuild_mends_it(csr, customers):
    ClientCard.objects.filter(pk=customers[0].pk).update(lifetime_revenue_cents=5)
    assert rebuild_figures(workspace=csr.workspace, check=True) == 1
    assert rebuild_figures(workspace=csr.workspace) == 1
    assert rebuild_figures(workspace=csr.workspace, check=True) == 0


def test_a_lost_count_is_found_and_mended(csr, customers):
    CountDelta.objects.filter(fact=Fact.TOTAL).delete()
    assert rebuild_figures(workspace=csr.workspace, check=True) == 1
    rebuild_figures(workspace=csr.workspace)
    assert counted(csr.workspace_id, Fact.TOTAL) == 3


def test_folding_leaves_the_counts_and_one_row_for_each_fact_and_day(csr, customers):
    before = {fact: counted(csr.workspace_id, fact) for fact in Fact}
    fold_counts(workspace_id=csr.workspace_id)
    assert {fact: counted(csr.workspace_id, fact) for fact in Fact} == before
    rows = CountDelta.objects.values_list("fact", "day")
    assert len(rows) == len(set(rows))


def test_counts_of_another_workspace_are_not_touched(csr, stranger, customers):
    make_customer(stranger)
    fold_counts(workspace_id=csr.workspace_id)
    rebuild_figures(workspace=csr.workspace)
    assert counted(stranger.workspace_id, Fact.TOTAL) == 1


def test_rolling_happens_once_a_day(csr, customers):
    assert roll_figures(workspace=csr.workspace) == 0
    Workspace.objects.update(figures_on=csr.workspace.today() - timedelta(days=3))
    workspace = Workspace.objects.get(pk=csr.workspace_id)
    roll_figures(workspace=workspace)
    assert workspace.figures_on == workspace.today()


def test_differences_that_cancel_out_leave_no_row(csr):
    day = csr.workspace.today()
    CountDelta.objects.all().delete()
    for delta in (1, -1):
        add_counts(csr.workspace, {(Fact.TOTAL, day): delta})
    fold_counts(workspace_id=csr.workspace_id)
    assert not CountDelta.objects.exists()
