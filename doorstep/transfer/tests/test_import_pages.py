"""The pages of the import, from the file to the decisions, as a browser without JavaScript uses them."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from doorstep.clients.models import Client
from doorstep.runs.models import Run, RunRow
from doorstep.transfer.intake.plan import Plan
from doorstep.transfer.tests.builders import bring_in, finished, make_types, person, reasons, rows_of, upload

Outcome = RunRow.Outcome
JANE = person(phone="617-555-0123", email="jane@example.com", zip="02139")
JOHN = person(first_name="John", phone="617-555-0123")


@pytest.fixture
def browser(owner, client_for):
    make_types(owner)
    return client_for(owner)


def send(browser, content, name="customers.csv", **more):
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return browser.post(reverse("transfer:import"), {"file": file, **more})


def answers(browser, run, **changes):
    """What the mapping page would send if nothing but `changes` were changed."""
    form = browser.get(reverse("transfer:import_plan", args=[run.pk])).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def post_plan(browser, run, **changes):
    return browser.post(reverse("transfer:import_plan", args=[run.pk]), answers(browser, run, **changes))


def test_a_file_is_uploaded_mapped_tried_and_imported(browser):
    answer = send(browser, rows_of(JANE, JOHN))
    run = Run.objects.get()
    assert answer.headers["Location"] == reverse("transfer:import_plan", args=[run.pk])
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "A column of ExoServa." in page
    assert "jane@example.com" in page
    tried = post_plan(browser, run, step="try")
    dry = finished(Run.objects.get(kind="import.dry-run"))
    assert tried.headers["Location"] == reverse("runs:run", args=[dry.pk])
    assert (
        reverse("transfer:import_plan", args=[run.pk])
        in browser.get(tried.headers["Location"]).content.decode()
    )
    assert "The dry run" in browser.get(answer.headers["Location"]).content.decode()
    assert not Client.objects.exists()
    started = post_plan(browser, run, step="run", default_tags="New")
    assert started.headers["Location"] == reverse("runs:run", args=[run.pk])
    assert finished(run).counts == {Outcome.CREATED: 1, Outcome.ASKED: 1}
    shown = browser.get(started.headers["Location"]).content.decode()
    assert reverse("transfer:import_decisions", args=[run.pk]) in shown
    assert f"{reverse('customers:list')}?run={run.pk}" in shown


@pytest.mark.parametrize(
    ("country", "words"),
    [
        ("US", ["City", "State", "ZIP code", "Billing city", "Billing state", "Billing ZIP code"]),
        ("GB", ["Town", "County", "Postcode", "Billing town", "Billing county", "Billing postcode"]),
    ],
)
def test_the_parts_of_an_address_are_called_as_the_customer_form_calls_them(owner, browser, country, words):
    owner.workspace.country = country
    owner.workspace.save()
    run = upload(owner, rows_of(JANE))
    form = browser.get(reverse("transfer:import_plan", args=[run.pk])).context["form"]
    labels = dict(option for group in form["column_0"].field.choices[2:] for option in group[1])
    parts = ("town", "county", "postcode")
    assert [labels[name] for name in (*parts, *(f"billing_{part}" for part in parts))] == words
    customer_form = browser.get(reverse("customers:create")).context["form"]
    assert [customer_form[part].label for part in parts] == words[:3]


def test_all_columns_that_are_left_out_become_own_fields_at_once(owner, browser):
    extras = [f"Extra {number}" for number in range(20)]
    run = upload(owner, ",".join(["last_name", "phone", *extras]) + "\nDoe,617-555-0123" + ",x" * 20 + "\n")
    assert (
        "20 columns are left out."
        in browser.get(reverse("transfer:import_plan", args=[run.pk])).content.decode()
    )
    answer = post_plan(browser, run, column_1="", step="keep")
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "left out" not in page
    run.refresh_from_db()
    assert Plan.of(run).mapping == {"last_name": "last_name", **dict.fromkeys(["phone", *extras], "new")}
    assert post_plan(browser, run, column_5="", step="save").status_code == 303
    run.refresh_from_db()
    assert run.state == Run.State.WAITING
    assert [name for name, field in Plan.of(run).mapping.items() if not field] == ["Extra 3"]


def test_text_that_was_read_in_a_wrong_encoding_before_is_told_of(owner, browser):
    spoilt = rows_of(*[JANE] * 60, person("MÃ¼ller", phone="617-555-0177"))
    run = upload(owner, spoilt)
    page = browser.get(reverse("transfer:import_plan", args=[run.pk])).content.decode()
    assert "“MÃ¼ller” was probably read in a wrong encoding" in page
    done = bring_in(owner, spoilt)
    assert done.rows.get(number=62).outcome == Outcome.CREATED
    assert "“MÃ¼ller” was read in a wrong encoding" in reasons(done)[62]
    sound = upload(owner, rows_of(person("Müller")))
    page = browser.get(reverse("transfer:import_plan", args=[sound.pk])).content.decode()
    assert "wrong encoding" not in page


def test_what_is_no_table_is_refused_beside_the_field(browser, tmp_path):
    answer = send(browser, b"%PDF-1.7\n" + bytes(range(256)) * 20)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not Run.objects.exists()
    assert send(browser, "").status_code == 422
    assert send(browser, "last_name\n").status_code == 422


def test_a_mapping_without_a_name_is_refused_and_nothing_typed_is_lost(browser):
    send(browser, "phone\n617-555-0123\n")
    answer = post_plan(browser, Run.objects.get(), step="run", default_tags="Keep me")
    assert answer.status_code == 422
    assert "Keep me" in answer.content.decode()
    assert Run.objects.get().state == Run.State.WAITING


def test_the_file_is_read_again_when_told_how(browser):
    send(browser, "last_name;phone\nPeña;617-555-0123\n".encode("cp1252"))
    run = Run.objects.get()
    answer = post_plan(browser, run, delimiter=",", step="read")
    assert [row.header for row in answer.context["form"].rows()] == ["last_name;phone"]
    answer = post_plan(browser, run, delimiter=";", encoding="cp1252", step="read")
    assert "Peña" in answer.content.decode()
    run.refresh_from_db()
    assert Plan.of(run).mapping == {"last_name": "last_name", "phone": "phone"}
    assert post_plan(browser, run, encoding="utf-8", step="read").status_code == 422


def test_rows_are_decided_on_one_by_one_and_all_at_once(owner, browser):
    joan = person(first_name="Joan", phone="617-555-0123")
    run = bring_in(owner, rows_of(JANE, JOHN, joan, person(first_name="Jim", phone="617-555-0123")))
    url = reverse("transfer:import_decisions", args=[run.pk])
    page = browser.get(url).content.decode()
    assert "Row 3" in page
    assert "John" in page
    browser.post(url, {"row": run.rows.get(number=3).pk, "answer": "create"})
    assert Client.objects.count() == 2
    browser.post(url, {"answer": "skip"})
    run.refresh_from_db()
    assert run.counts == {Outcome.CREATED: 2, Outcome.DUPLICATE: 2}
    assert "Everything is decided" in browser.get(url).content.decode()


def test_the_result_is_the_file_with_what_became_of_each_row(owner, browser):
    run = bring_in(
        owner,
        rows_of(JANE, {"phone": "1"}, JOHN, header=("last_name", "first_name", "phone", "email", "zip")),
    )
    answer = browser.get(reverse("transfer:import_result", args=[run.pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Outcome"] for row in rows] == ["Created", "Refused", "Waiting for your decision"]
    assert rows[0]["Record id"] == str(Client.objects.get().pk)
    assert (rows[2]["first_name"], rows[2]["Record"]) == ("John", "Jane Doe")


def test_a_sample_file_fits_itself(owner, browser):
    content = browser.get(reverse("transfer:import_sample")).content
    assert bring_in(owner, content).counts == {Outcome.CREATED: 2}


def test_a_waiting_file_is_thrown_away(owner, browser):
    run = upload(owner, rows_of(JANE))
    browser.post(reverse("transfer:import_discard", args=[run.pk]))
    assert not Run.objects.exists()


PAGES = ("import_plan", "import_decisions", "import_result")


@pytest.mark.parametrize("name", PAGES)
def test_strangers_get_404_and_roles_without_the_right_403(owner, stranger, technician, client_for, name):
    url = reverse(f"transfer:{name}", args=[upload(owner, rows_of(JANE)).pk])
    assert client_for(stranger).get(url).status_code == 404
    assert client_for(technician).get(url).status_code == 403
    assert client_for(technician).get(reverse("transfer:import")).status_code == 403


def test_the_mapping_page_costs_the_same_number_of_queries_for_any_width(
    browser, owner, django_assert_max_num_queries
):
    wide = ",".join(["last_name", *(f"extra {number}" for number in range(60))])
    for text in ("last_name\nDoe\n", f"{wide}\nDoe\n"):
        url = reverse("transfer:import_plan", args=[upload(owner, text).pk])
        with django_assert_max_num_queries(22):
            browser.get(url)
