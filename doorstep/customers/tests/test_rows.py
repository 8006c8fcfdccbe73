"""The rows behind a list: read by a written-out statement, which must see and say what the models do."""

from dataclasses import replace

import pytest

from doorstep.clients.models import Client
from doorstep.customers.columns import COLUMNS
from doorstep.customers.queries.rows import TagShown, customer_rows
from doorstep.customers.tests.builders import make_customer, make_source
from doorstep.identity.models import Role
from doorstep.identity.tests.builders import make_actor


@pytest.fixture
def everybody(owner, salesperson, stranger) -> list[int]:
    customers = [
        make_customer(owner),
        make_customer(owner, assigned_to_id=salesperson.membership_id),
        make_customer(owner, assigned_to_id=make_actor(owner.workspace, Role.SALESPERSON).membership_id),
        make_customer(stranger),
    ]
    return [customer.pk for customer in customers]


@pytest.mark.parametrize("who", ["owner", "salesperson", "stranger"])
def test_a_member_gets_the_rows_that_are_visible_to_them_in_the_order_asked_for(request, everybody, who):
    actor = request.getfixturevalue(who)
    for viewer in (actor, replace(actor, sees_assigned_to=frozenset())):
        seen = set(Client.objects.visible_to(viewer).values_list("pk", flat=True))
        asked = list(reversed(everybody))
        assert [row.pk for row in customer_rows(viewer, asked, ["phone"])] == [
            pk for pk in asked if pk in seen
        ]


def test_a_row_says_what_is_known_of_the_customer(owner):
    full = make_customer(
        owner, first_name="Ana", last_name="Cruz", email="ana@example.com", tags=("VIP", "Dog"),
        phones=("(303) 555-0199", "(303) 555-0100"), external_id="A-7", line1="12 Elm Street",
        source_id=make_source(owner.workspace).pk, assigned_to_id=owner.membership_id,
    )  # fmt: skip
    row = customer_rows(owner, [full.pk], COLUMNS)[0]
    assert (row.name, row.kind, row.email) == ("Ana Cruz", "person", "ana@example.com")
    said = {key: value for key, value in row.values.items() if value not in (None, "", 0)}
    assert said == {
        "email": "ana@example.com",
        "phone": {"e164": "+13035550199", "typed": "(303) 555-0199", "extension": ""},
        "address": "12 Elm Street, Denver, CO, 80202",
        "city": "Denver",
        "type": "Residential",
        "assigned": owner.name,
        "source": "Google",
        "reference": "A-7",
        "tags": [TagShown("Dog", "purple"), TagShown("VIP", "purple")],
        "created": owner.workspace.today(),
    }


def test_where_nothing_is_known_nothing_is_said(owner):
    bare = make_customer(owner, line1="")
    row = customer_rows(owner, [bare.pk], [*COLUMNS, "no such column"])[0]
    said = {key for key, value in row.values.items() if value not in (None, "", 0, [])}
    assert said == {"type", "created", "assigned"}  # whoever adds a customer has it


def test_no_customer_is_no_row(owner):
    assert customer_rows(owner, [], COLUMNS) == []
