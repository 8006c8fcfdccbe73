"""The same request at the same moment, through the whole API, with real commits on either database."""

from functools import partial

import pytest

from doorstep.activity.models import Entry, HandledRequest
from doorstep.billing.models import Payment
from doorstep.billing.tests.builders import make_invoice
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.tests.api_client import ApiClient
from doorstep.identity.tests.builders import make_actor, make_workspace


@pytest.mark.parametrize("senders", [2, 8])
def test_of_requests_with_one_key_at_the_same_moment_one_takes_effect_and_all_get_its_answer(
    shared_database, at_once, senders
):
    owner = make_actor(make_workspace())
    customer = make_customer(owner)
    make_invoice(owner, customer, total_cents=100_000)
    api = ApiClient(owner)
    body = {
        "customer_id": customer.pk,
        "amount_cents": 5_000,
        "received_on": owner.workspace.today(),
        "method": "card",
    }
    answers = at_once([partial(api.post, "/payments", body, {"Idempotency-Key": "once"})] * senders)
    assert [answer.status_code for answer in answers] == [201] * senders
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer for answer in answers) == senders - 1
    assert Payment.objects.count() == HandledRequest.objects.count() == 1
    assert Entry.objects.filter(kind="payment.recorded").count() == 1
