"""What recording a payment through the API costs, counted with everything around it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.billing.tests.builders import make_invoice
from doorstep.customers.tests.builders import make_customer

BUDGET = 15
#: Going into and out of the wall on PostgreSQL: past Django's cursor (identity.wall), so counted by hand.
WALL = 2
#: The transaction is the test's savepoint here.
_OF_THE_TEST = ("SAVEPOINT", "RELEASE SAVEPOINT")


@pytest.mark.parametrize(("headers", "fewer"), [({}, 2), ({"Idempotency-Key": "payment-1"}, 0)])
def test_a_payment_over_two_invoices_keeps_the_budget_of_statements(owner, api_for, headers, fewer):
    """Token, wall, action, figures and answer; being repeatable costs the two that keep the answer."""
    customer = make_customer(owner)
    first, second = make_invoice(owner, customer), make_invoice(owner, customer)
    api = api_for(owner)
    api.get("/me")  # the use of a token is noted once a minute
    body = {
        "customer_id": customer.pk,
        "amount_cents": 15_000,
        "received_on": owner.workspace.today(),
        "method": "card",
        "allocations": [
            {"invoice_id": first.pk, "amount_cents": 10_000},
            {"invoice_id": second.pk, "amount_cents": 5_000},
        ],
    }
    with CaptureQueriesContext(connection) as asked:
        response = api.post("/payments", body, headers)
    assert response.status_code == 201
    statements = [query["sql"] for query in asked]
    assert sum(sql.startswith(_OF_THE_TEST) for sql in statements) == len(_OF_THE_TEST)
    assert len(statements) - len(_OF_THE_TEST) + WALL <= BUDGET - fewer, statements
