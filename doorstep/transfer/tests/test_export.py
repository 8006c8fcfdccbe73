"""Customers as a spreadsheet: what is in it, who may have it, and that it reads back as it was."""

import csv
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from doorstep.activity.models import Entry
from doorstep.billing.permissions import VIEW_MONEY
from doorstep.billing.tests.builders import make_invoice, make_payment
from doorstep.core.tables import open_table
from doorstep.customers.actions.columns import flag_follow_up
from doorstep.customers.bulk import Selection
from doorstep.customers.columns import COLUMNS, columns_for
from doorstep.customers.queries.rows import customer_rows
from doorstep.customers.tests.builders import make_customer, make_source
from doorstep.identity.models import Role
from doorstep.identity.tests.builders import make_actor
from doorstep.runs.models import Run
from doorstep.shell.models import ListPreference
from doorstep.transfer.actions.exporting import export_customers, stream_customers
from doorstep.transfer.exporting.cells import converter_for
from doorstep.transfer.exporting.plan import ExportPlan, Format
from doorstep.transfer.exporting.reading import export_chunks
from doorstep.vocabulary.models import CustomField, CustomFieldOption

ALL = Selection(everything=True)


def lines(actor, plan=None):
    return [line for chunk in export_chunks(actor, plan or ExportPlan(ALL)) for line in chunk]


def read_back(tmp_path, pieces, name):
    path = tmp_path / name
    path.write_bytes(b"".join(pieces))
    table = open_table(path, filename=name)
    return table.header, [row.cells for row in table.rows()]


def make_field(workspace, key, kind, *options):
    field = CustomField.objects.create(
        workspace=workspace, on=CustomField.On.CUSTOMER, key=key, label=key.title(), kind=kind
    )
    for position, option in enumerate(options):
        CustomFieldOption.objects.create(
            workspace=workspace, field=field, key=option, label=option.upper(), position=position
        )
    return field


def make_full(actor, **fields):
    """A customer with something in every column."""
    for key, kind, *options in (
        ("gate", "text"),
        ("boiler", "choice", "a", "b"),
        ("extras", "multi_choice", "a", "b"),
        ("budget", "money"),
        ("age", "number"),
        ("since", "date"),
        ("dog", "checkbox"),
    ):
        make_field(actor.workspace, key, kind, *options)
    custom = {
        "gate": "1234",
        "boiler": "b",
        "extras": ["b", "a"],
        "budget": 12_345,
        "age": "12.5",
        "since": "2020-02-29",
        "dog": True,
    }
    return make_customer(
        actor,
        phones=("(617) 555-0142", "617 555 0199"),
        tags=("VIP", "Early"),
        email="ana@example.com",
        source_id=make_source(actor.workspace).pk,
        external_id="J-1",
        custom=custom,
        **fields,
    )


def test_an_export_holds_the_ids_and_the_columns_as_shown_in_the_lists_order(manager):
    second, first = make_customer(manager, last_name="Young"), make_customer(manager, last_name="Adams")
    plan = ExportPlan(ALL, columns=("city", "revenue"))
    assert lines(manager, plan) == [
        [first.pk, "Jane Adams", "Denver", Decimal("0.00")],
        [second.pk, "Jane Young", "Denver", Decimal("0.00")],
    ]


def test_every_column_says_what_the_list_says(manager):
    full = make_full(manager)
    plain = make_customer(manager, line1="")
    make_invoice(manager, full)
    make_payment(manager, full, 4_000)
    columns = columns_for(manager, sees_money=True)
    keys = [key for key in columns if key != "follow_up"]
    ids = [full.pk, plain.pk]
    listed = customer_rows(manager, ids, keys)
    converters = {key: converter_for(columns[key], "USD") for key in keys}
    shown = {row.pk: [converters[key](row.values.get(key)) for key in keys] for row in listed}
    exported = {}
    for start in range(0, len(keys), 20):
        part = tuple(keys[start : start + 20])
        for pk, _name, *cells in lines(manager, ExportPlan(ALL, columns=part)):
            exported.setdefault(pk, []).extend(cells)
    assert {pk: [cell or None for cell in row] for pk, row in exported.items()} == {
        pk: [cell or None for cell in row] for pk, row in shown.items()
    }


def test_the_reasons_for_a_follow_up_are_written_out(manager):
    customer, other = make_customer(manager, last_name="A"), make_customer(manager, last_name="B")
    flag_follow_up(actor=manager, customer_ids=[customer.pk], reason="Ask about gutters")
    found = lines(manager, ExportPlan(ALL, columns=("follow_up",)))
    assert [(line[0], line[2]) for line in found] == [
        (customer.pk, "Ask about gutters"),
        (other.pk, None),
    ]


def test_money_is_left_out_for_who_may_not_see_it(dispatcher):
    assert not dispatcher.can(VIEW_MONEY)
    make_customer(dispatcher)
    plan = ExportPlan(ALL, columns=("phone", "revenue", "balance", "last_payment"), sort="-revenue")
    assert plan.shown(dispatcher) == [COLUMNS["phone"]]
    assert len(lines(dispatcher, plan)[0]) == 3


def test_an_export_holds_what_its_member_sees(csr, stranger):
    salesperson = make_actor(csr.workspace, Role.SALESPERSON)
    own = make_customer(csr, assigned_to_id=salesperson.membership_id)
    make_customer(csr)
    make_customer(stranger)
    assert [line[0] for line in lines(salesperson)] == [own.pk]


def test_those_ticked_and_those_excluded(csr):
    customers = [make_customer(csr, last_name=f"Name {number}") for number in range(4)]
    ticked = ExportPlan(Selection(ids=(customers[2].pk, customers[0].pk, 999_999)))
    assert [line[0] for line in lines(csr, ticked)] == [customers[0].pk, customers[2].pk]
    rest = ExportPlan(Selection(everything=True, query="q=name", excluded=(customers[1].pk,)))
    assert [line[0] for line in lines(csr, rest)] == [customers[0].pk, customers[2].pk, customers[3].pk]


def test_many_are_read_in_parts_without_losing_or_doubling_any(csr, monkeypatch):
    monkeypatch.setattr("doorstep.transfer.exporting.reading.CHUNK", 2)
    ids = {make_customer(csr, last_name="Same").pk for _ in range(7)}
    found = [line[0] for line in lines(csr)]
    assert (len(found), set(found)) == (7, ids)


@pytest.mark.parametrize("format", Format)
def test_a_file_reads_back_as_it_was_and_runs_no_formula(manager, tmp_path, format):
    make_customer(manager, last_name='=HYPERLINK("http://x")', first_name="")
    make_customer(manager, last_name='O\'Brien, "Zoë"')
    plan = ExportPlan(ALL, columns=("revenue", "created"), format=format)
    pieces = list(stream_customers(actor=manager, plan=plan))
    header, rows = read_back(tmp_path, pieces, f"out.{format}")
    assert header == ["ID", "Name", "Lifetime", "Created"]
    assert sorted(row[1] for row in rows) == ['=HYPERLINK("http://x")', 'Jane O\'Brien, "Zoë"']
    if format is Format.CSV:
        assert b"'=HYPERLINK" in b"".join(pieces)


def test_an_export_leaves_an_event_and_needs_the_capability(csr, technician):
    stream_customers(actor=csr, plan=ExportPlan(Selection(everything=True, query="q=smith")))
    entry = Entry.objects.get(kind="customers.exported")
    assert "smith" in entry.data["filter"]
    with pytest.raises(PermissionDenied):
        stream_customers(actor=technician, plan=ExportPlan(ALL))


def test_a_run_makes_the_file_and_its_page_the_link(csr, client_for, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    customer = make_customer(csr)
    run = export_customers(actor=csr, plan=ExportPlan(ALL, format=Format.XLSX), at_once=True)
    assert (run.state, run.done, run.total) == (Run.State.DONE, 1, 1)
    browser = client_for(csr)
    page = browser.get(f"/runs/{run.pk}/").content.decode()
    [link] = re.findall(r'href="(/runs/\d+/file/[^"]+)"', page)
    answer = browser.get(link)
    _header, rows = read_back(tmp_path, answer.streaming_content, "got.xlsx")
    assert rows[0][0] == str(customer.pk)
    assert browser.get(f"/runs/{run.pk}/file/?token=wrong").status_code == 403


def test_a_file_is_only_for_who_could_have_made_it(manager, dispatcher, client_for, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    run = export_customers(actor=manager, plan=ExportPlan(ALL), at_once=True)
    page = client_for(dispatcher).get(f"/runs/{run.pk}/").content.decode()
    assert "/file/?token=" not in page
    assert "does not include everything" in page


def test_the_list_downloads_with_the_members_columns(csr, client_for):
    make_customer(csr, last_name="Baker")
    make_customer(csr, last_name="Cook")
    ListPreference.objects.create(
        workspace=csr.workspace, member_id=csr.membership_id, page="customers", columns=["city"]
    )
    answer = client_for(csr).get("/customers/export?q=baker&format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0] == "ID,Name,City"
    assert len(text.splitlines()) == 2
    day = csr.workspace.today().isoformat()
    assert f'filename="customers-harbor-{day}.csv"' in answer.headers["Content-Disposition"]


def test_a_selection_downloads_too_and_a_big_workbook_becomes_a_run(csr, client_for, monkeypatch):
    ids = [make_customer(csr).pk for _ in range(3)]
    browser = client_for(csr)
    answer = browser.post("/customers/export", {"ids": ids[:2], "format": "csv", "query": "q=x"})
    assert len(b"".join(answer.streaming_content).splitlines()) == 3
    monkeypatch.setattr("doorstep.transfer.actions.exporting.DIRECT_ROWS", 2)
    answer = browser.post("/customers/export", {"all": "1", "format": "xlsx", "query": ""})
    assert answer.headers["Location"] == f"/runs/{Run.objects.get().pk}/"
    assert client_for(csr).get("/customers/export?format=csv").status_code == 200


def test_a_role_without_export_is_refused(technician, client_for):
    assert client_for(technician).get("/customers/export").status_code == 403


def test_the_command_writes_the_filtered_list(csr, tmp_path):
    make_customer(csr, last_name="Baker")
    make_customer(csr, last_name="Cook")
    path = tmp_path / "out.csv"
    call_command(
        "export", "customers", "--workspace", "harbor", "--filter", "q=baker", "--columns", "city", "-o", path
    )
    assert len(path.read_text("utf-8-sig").splitlines()) == 2
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(CommandError, match="no workspace"):
        call_command("export", "customers", "--workspace", "nobody", "-o", path)
    with pytest.raises(CommandError):
        call_command("export", "customers", "--workspace", "harbor", "--filter", "created_from=x", "-o", path)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--filter", "visited_to=2025-01-01"), "no parameter “visited_to”"),
        (("--columns", "city,shoes"), "no column “shoes”; there are: "),
        (("--sort", "beauty"), "no order “beauty”"),
        (("-o", "/no/such/folder/out.csv"), "cannot be written: No such file or directory"),
    ],
)
def test_the_command_refuses_what_it_would_have_to_guess(csr, tmp_path, options, said):
    path = tmp_path / "out.csv"
    with pytest.raises(CommandError, match=said):
        call_command("export", "customers", "--workspace", "harbor", "-o", str(path), *options)
    assert not path.exists()


def test_the_command_takes_the_pages_address_with_its_order(csr, tmp_path):
    for name in ("Abel", "Baker", "Cook"):
        make_customer(csr, first_name="", last_name=name)
    path = tmp_path / "out.csv"
    query = "?tab=all&sort=-name&size=25&after=x"
    call_command("export", "customers", "--workspace", "harbor", "--filter", query, "-o", path)
    names = [row["Name"] for row in csv.DictReader(path.open(encoding="utf-8-sig"))]
    assert names == ["Cook", "Baker", "Abel"]


def test_days_stay_days(manager):
    make_customer(manager)
    [[_pk, _name, created]] = lines(manager, ExportPlan(ALL, columns=("created",)))
    assert isinstance(created, date)
