"""The same histories with imports, answers and undos among them: the figures stay what the ledger says."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from doorstep.clients.cards import rebuild_figures
from doorstep.clients.models import Client, ClientSearch
from doorstep.clients.search_text import search_texts
from doorstep.identity.models import Workspace
from doorstep.runs.actions import undo_run
from doorstep.runs.models import Run
from doorstep.transfer.actions.importing import answer_rows
from doorstep.transfer.intake.plan import KIND
from doorstep.transfer.tests.builders import bring_in, rows_of
from tests.figures.test_random_histories import ANY, Histories

HEADER = ("first_name", "last_name", "business_name", "phone", "email", "address", "zip", "tags", "created")
ROW = st.fixed_dictionaries(
    {
        "first_name": st.sampled_from(["", "Jane", "John"]),
        "last_name": st.sampled_from(["", "Doe", "Roe"]),
        "business_name": st.sampled_from(["", "", "Acme Ltd"]),
        "phone": st.sampled_from(["", "617-555-0123", "617-555-0124"]),
        "email": st.sampled_from(["", "jane@example.com"]),
        "address": st.sampled_from(["", "12 Elm St", "9 Oak Ave"]),
        "zip": st.sampled_from(["", "02139", "80202"]),
        "tags": st.sampled_from(["", "VIP"]),
        "created": st.sampled_from(["", "2026-05-04", "2027-12-01"]),
    }
)
FILES = st.lists(ROW, min_size=1, max_size=5).filter(lambda rows: any(any(row.values()) for row in rows))


class HistoriesWithImports(Histories):
    """Customers come in files, and go again."""

    @rule(rows=FILES, duplicates=st.sampled_from(["skip", "update", "create", "ask"]))
    def bring_a_file_in(self, rows: list[dict[str, str]], duplicates: str) -> None:
        run = bring_in(self.actor, rows_of(*rows, header=HEADER), duplicates=duplicates)
        assert sum(run.counts.values()) == run.done

    @precondition(lambda self: Run.objects.filter(kind=KIND).exists())
    @rule(which=ANY, answer=st.sampled_from(["create", "update", "skip"]))
    def answer_all(self, which: int, answer: str) -> None:
        run = self.pick_import(which)
        self.attempt(answer_rows, actor=self.actor, run_id=run.pk, answer=answer)

    @precondition(lambda self: Run.objects.filter(kind=KIND).exists())
    @rule(which=ANY)
    def take_an_import_back(self, which: int) -> None:
        run = self.pick_import(which)
        if Client.objects.count() > sum(run.counts.values()):
            # The histories always need a customer to go on with.
            self.attempt(undo_run, actor=self.actor, run_id=run.pk, at_once=True)

    def pick_import(self, which: int) -> Run:
        runs = list(Run.objects.filter(kind=KIND).order_by("pk"))
        return runs[which % len(runs)]

    def teardown(self) -> None:
        workspace = Workspace.objects.get(pk=self.actor.workspace_id)
        wrong = rebuild_figures(workspace=workspace, check=True)
        ids = list(Client.objects.values_list("pk", flat=True))
        texts = search_texts(workspace=workspace, client_ids=ids)
        stored = dict(ClientSearch.objects.values_list("pk", "text"))
        super().teardown()
        assert wrong == 0
        assert stored == texts


@pytest.mark.slow
@pytest.mark.django_db
def test_figures_and_search_texts_stay_true_whatever_is_imported_and_undone(settings_for_files):
    run_state_machine_as_test(
        HistoriesWithImports,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def settings_for_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
