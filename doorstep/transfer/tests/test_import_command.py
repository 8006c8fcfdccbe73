"""`doorstep import`: the options and the JSON that others rely on."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_type
from doorstep.runs.models import Run
from doorstep.transfer.tests.builders import rows_of

KEYS = {"run", "rows", "created", "updated", "duplicates", "refused", "asked", "seconds"}
ROWS = ({"last_name": "Baker", "phone": "617 555 0101"}, {"phone": "617 555 0102"})


@pytest.fixture(autouse=True)
def _residential(manager):
    make_type(manager.workspace)


@pytest.fixture
def path(manager, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(rows_of(*ROWS), "utf-8")
    return str(path)


def say(*words):
    out = io.StringIO()
    call_command("import", *words, stdout=out)
    return out.getvalue()


def import_of(path, *options):
    return say("customers", path, "--workspace", "harbor", *options)


def test_it_ends_with_one_json_object_whose_counts_add_up(path):
    said = json.loads(import_of(path, "--json"))
    assert said.keys() >= KEYS
    assert (said["rows"], said["created"], said["refused"]) == (2, 1, 1)
    undone = json.loads(say("undo", str(said["run"]), "--json"))
    assert (undone["undone"], undone["kept"]) == (1, 0)
    assert not Customer.objects.exists()


def test_a_dry_run_changes_nothing_and_says_why_a_row_would_not_go_in(path):
    said = import_of(path, "--dry-run")
    assert "row 3: Refused: No name: a customer needs a last name or a business name." in said
    assert said.splitlines()[-1].startswith("run: ")
    assert not Customer.objects.exists()


def test_neither_a_dry_run_nor_a_refused_plan_leaves_an_import_waiting(path, tmp_path):
    import_of(path, "--dry-run")
    with pytest.raises(CommandError, match="Choose the column that holds"):
        import_of(path, "--map", "last_name=", "--map", "business_name=")
    with pytest.raises(CommandError, match="has no column"):
        import_of(path, "--map", "Wo=full_name")
    assert not Run.objects.exists()
    import_of(path)
    assert [run.state for run in Run.objects.all()] == [Run.State.DONE]


def test_of_many_reasons_the_first_are_said_and_the_rest_counted(manager, tmp_path):
    path = tmp_path / "nobody.csv"
    path.write_text(rows_of(*({"phone": f"617 555 01{n:02}"} for n in range(25))), "utf-8")
    said = import_of(str(path), "--dry-run").splitlines()
    assert len(said) == 22
    assert said[-2].startswith("… and 5 more")


def test_columns_and_rules_are_chosen_by_options(manager, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Who;Ring\nBaker, Ann;617 555 0101\n", "utf-8")
    options = ("--map", "Who=full_name", "--map", "Ring=mobile", "--duplicates", "ask", "--json")
    assert json.loads(import_of(str(path), *options))["created"] == 1
    [customer] = Customer.objects.select_related("client")
    assert (customer.client.first_name, customer.client.last_name) == ("Ann", "Baker")
    with pytest.raises(CommandError, match="has no column “Wo”; it has: Who, Ring"):
        import_of(str(path), "--map", "Wo=full_name")


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_cannot_be_read_is_said(manager, tmp_path, name):
    with pytest.raises(CommandError, match=r"cannot be read: "):
        import_of(str(tmp_path / name))
