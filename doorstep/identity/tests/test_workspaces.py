"""Making, setting, copying and switching workspaces."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from doorstep.activity.models import Entry
from doorstep.billing.tests.builders import make_draft
from doorstep.core.errors import RuleBroken
from doorstep.core.testing.rivals import at_once
from doorstep.customers.models import CustomerType
from doorstep.customers.tests.builders import make_customer
from doorstep.identity import actions
from doorstep.identity.models import Membership, RoleSetting, Team, User, Workspace
from doorstep.identity.tests.builders import (
    PASSWORD,
    actor_of,
    make_member,
    make_team,
    make_user,
    make_workspace,
)
from doorstep.vocabulary.models import CustomField, CustomFieldOption, Source, Tag

pytestmark = pytest.mark.django_db

FIRST = {
    "name": "Harbor Plumbing",
    "country": "US",
    "time_zone": "America/Chicago",
    "person_name": "Ann Lee",
    "email": "Ann@Example.com",
    "password": PASSWORD,
}


def test_the_first_visit_makes_owner_and_workspace(client):
    assert client.get("/")["Location"] == "/setup/"
    assert client.get("/account/login/")["Location"] == "/setup/"
    assert b"America/Chicago" in client.get("/setup/").content
    answer = client.post("/setup/", FIRST)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    member = Membership.objects.select_related("workspace", "user").get()
    assert (member.role, member.user.email, member.user.name) == ("owner", "ann@example.com", "Ann Lee")
    made = member.workspace
    assert (made.slug, made.currency, made.locale, made.time_zone) == (
        "harbor-plumbing",
        "USD",
        "en-us",
        "America/Chicago",
    )
    assert client.get(reverse("identity:settings")).status_code == 200
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", FIRST | {"email": "bob@example.com"}).status_code == 404


def test_a_first_visit_with_mistakes_makes_nothing(client):
    for wrong in ({"password": "short"}, {"email": "nobody"}, {"name": " "}, {"time_zone": "Mars/Base"}):
        assert client.post("/setup/", FIRST | wrong).status_code == 422
    assert not User.objects.exists()
    assert not Workspace.objects.exists()


def test_a_workspace_starts_with_the_usual_lists():
    member = actions.create_workspace(actor=None, owner=make_user(), name="Harbor", country="GB")
    made = member.workspace
    assert (made.currency, made.locale, made.time_zone) == ("GBP", "en-gb", "Europe/London")
    names = Source.objects.filter(workspace=made).values_list("name", flat=True)
    assert list(names) == ["Google", "Referral", "Repeat", "Website", "Voice AI", "Social"]
    types = CustomerType.objects.filter(workspace=made).values_list("name", "kind")
    assert list(types) == [
        ("Residential", "person"),
        ("Commercial", "company"),
        ("Landlord", "person"),
        ("Estate agent", "company"),
    ]
    assert not Tag.objects.filter(workspace=made).exists()
    assert Entry.objects.get(workspace=made).kind == "workspace.created"


def test_equal_names_get_slugs_of_their_own():
    slugs = [
        actions.create_workspace(actor=None, owner=make_user(), name="É").workspace.slug for _each in "123"
    ]
    assert slugs == ["e", "e-2", "e-3"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "Not A Slug"},
        {"currency": "XYZ"},
        {"locale": "tlh"},
        {"time_zone": "Mars/Base"},
        {"name": ""},
    ],
)
def test_a_bad_value_is_refused(wrong):
    with pytest.raises(RuleBroken):
        actions.create_workspace(actor=None, owner=make_user(), **{"name": "Harbor"} | wrong)
    assert not Workspace.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one writes at a time anyway")
def test_of_many_first_visits_at_once_one_succeeds():
    def visit(number: int) -> None:
        typed = {"email": f"p{number}@example.com", "person_name": "P", "password": PASSWORD}
        actions.first_setup(actor=None, **typed, name="Harbor")

    outcomes = at_once(*[lambda number=number: visit(number) for number in range(4)])
    assert outcomes == ["done", "refused", "refused", "refused"]
    assert (Workspace.objects.count(), User.objects.count()) == (1, 1)


def test_settings_change_and_are_recorded(owner):
    actions.update_workspace(actor=owner, name="Harbor & Sons", currency="EUR")
    entry = Entry.objects.get(kind="workspace.updated")
    assert entry.data == {
        "changes": {"name": ["Harbor Plumbing", "Harbor & Sons"], "currency": ["USD", "EUR"]}
    }
    actions.update_workspace(actor=owner, name="Harbor & Sons")
    assert Entry.objects.filter(kind="workspace.updated").count() == 1


def test_the_currency_stays_once_there_are_amounts(owner):
    make_draft(owner, make_customer(owner))
    with pytest.raises(RuleBroken, match="currency stays"):
        actions.update_workspace(actor=owner, currency="EUR")
    actions.update_workspace(actor=owner, currency="USD", name="Harbor & Sons")


def test_a_sandbox_copies_lists_and_settings_but_no_people(owner, workspace):
    Tag.objects.create(workspace=workspace, name="VIP", colour="red")
    Source.objects.create(workspace=workspace, name="Radio")
    CustomerType.objects.create(workspace=workspace, name="Church", kind="company")
    boiler = CustomField.objects.create(
        workspace=workspace, on="property", key="boiler", label="Boiler", kind="choice"
    )
    CustomFieldOption.objects.create(workspace=workspace, field=boiler, key="gas", label="Gas")
    make_team(workspace, "North")
    make_member(workspace, "csr")
    actions.set_role_rights(actor=owner, role="csr", visibility="own", keys=["view_customers"])

    member = actions.create_sandbox(actor=owner)
    sandbox = member.workspace
    assert (sandbox.kind, sandbox.name, sandbox.slug) == (
        "sandbox",
        "Harbor Plumbing sandbox",
        "harbor-plumbing-sandbox",
    )
    assert (sandbox.currency, sandbox.time_zone) == (workspace.currency, workspace.time_zone)
    for model, field, value in (
        (Tag, "name", "VIP"),
        (Source, "name", "Radio"),
        (CustomerType, "name", "Church"),
        (CustomField, "key", "boiler"),
        (CustomFieldOption, "key", "gas"),
        (Team, "name", "North"),
        (RoleSetting, "role", "csr"),
    ):
        assert list(model.objects.filter(workspace=sandbox).values_list(field, flat=True)) == [value]
    assert CustomFieldOption.objects.get(workspace=sandbox).field.workspace == sandbox
    assert Membership.objects.filter(workspace=sandbox).get() == member
    with pytest.raises(RuleBroken):
        actions.create_sandbox(actor=actor_of(member))


def test_one_switches_only_between_ones_own_workspaces(owner, workspace, other_workspace, client_for):
    client = client_for(owner)
    switch = reverse("identity:switch_workspace")
    assert client.post(switch, {"workspace": other_workspace.pk}).status_code == 404
    assert client.post(switch, {"workspace": "x"}).status_code == 404
    user = Membership.objects.select_related("user").get(pk=owner.membership_id).user
    second = make_member(other_workspace, "csr", user=user)
    assert client.post(switch, {"workspace": other_workspace.pk}).status_code == 303
    assert "Hilltop Heating" in client.get(reverse("identity:settings")).content.decode()
    assert client.get(reverse("identity:members")).status_code == 403
    # Out there at once, and back where they still are a member.
    second.ended_at = second.created_at
    second.save()
    assert "Harbor Plumbing" in client.get(reverse("identity:settings")).content.decode()


def test_the_sandbox_page_makes_one_and_goes_there(owner, client_for):
    client = client_for(owner)
    assert client.post(reverse("identity:sandbox"), {"name": "Playground"}).status_code == 303
    made = Workspace.objects.get(kind="sandbox")
    assert client.session["workspace_id"] == made.pk
    assert "Playground" in client.get(reverse("identity:sandbox")).content.decode()


def test_the_set_up_command_makes_workspace_and_owner(capsys):
    call_command("setup", workspace="Harbor", email="ann@example.com", country="GB", slug="h")
    printed = capsys.readouterr().out
    password = printed.split("Password:")[1].strip()
    assert User.objects.get().check_password(password)
    assert Workspace.objects.get().slug == "h"
    call_command("setup", workspace="Second", email="ANN@example.com")
    assert Membership.objects.filter(user__email="ann@example.com", role="owner").count() == 2
    assert "unchanged" in capsys.readouterr().out


def test_the_set_up_command_says_what_is_wrong_and_makes_nothing():
    make_workspace(slug="taken")
    for wrong in ({"slug": "taken"}, {"password": "short"}, {"email": "nobody"}, {"currency": "XYZ"}):
        with pytest.raises(CommandError):
            call_command("setup", **{"workspace": "Harbor", "email": "ann@example.com"} | wrong)
    assert not User.objects.exists()
