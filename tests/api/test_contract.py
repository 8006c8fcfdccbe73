"""The API does what its OpenAPI document says: no answer that is not in it, and never a 500."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from doorstep.billing.tests.builders import make_draft, make_invoice, make_payment
from doorstep.clients.actions.contacts import add_contact
from doorstep.clients.actions.parties import add_party
from doorstep.clients.models import Property
from doorstep.config.rest import api as rest_api
from doorstep.customers.actions.accounts import create_account
from doorstep.customers.tests.builders import make_customer, make_source, make_tag
from doorstep.files.tests.builders import make_file
from doorstep.identity.actor import Actor
from doorstep.jobs.tests.builders import make_job
from doorstep.notes.tests.builders import make_activity, make_interaction, make_note, make_task
from doorstep.notifications.tests.builders import make_notification
from doorstep.transfer.actions.importing import upload_customers
from doorstep.vocabulary.actions.custom_fields import create_custom_field

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

#: Of each operation; more of them, and another seed, for a longer look.
EXAMPLES = int(os.environ.get("DOORSTEP_API_EXAMPLES", "6"))
SEED = int(os.environ.get("DOORSTEP_API_SEED", "20261122"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_dict(dict(rest_api.get_openapi_schema()))


def operations() -> Iterator[Any]:
    for result in SCHEMA.get_all_operations():
        operation = result.ok()
        yield pytest.param(operation, id=f"{operation.method.upper()} {operation.path}")


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The application keeps the connection, and with it the transaction, that the test has."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def known(owner: Actor, settings: Any, tmp_path: Any) -> dict[str, int]:
    """Ids of rows that are there, by the name under which paths and bodies speak of them."""
    settings.MEDIA_ROOT = tmp_path
    settings.API_RATE = 0
    customer = make_customer(owner, phones=("512 555 0143",), tags=("VIP",))
    field = create_custom_field(actor=owner, on="customer", label="Heating", kind="choice", options=["Gas"])
    place = Property.objects.get(client_id=customer.pk)
    party = add_party(actor=owner, property_id=place.pk, role="owner", name="Ann")
    invoice = make_invoice(owner, customer)
    file = SimpleUploadedFile("customers.csv", b"First name,Last name\nAna,Torres\n")
    imported = upload_customers(actor=owner, file=file).pk
    return {
        "customer_id": customer.pk,
        "type_id": customer.type_id,
        "property_id": place.pk,
        "party_row_id": party.pk,
        "party_id": customer.pk,
        "contact_id": add_contact(actor=owner, client_id=customer.pk, fields={"last_name": "Diaz"}).pk,
        "account_id": create_account(actor=owner, name="Chain").pk,
        "tag_id": make_tag(owner.workspace).pk,
        "source_id": make_source(owner.workspace).pk,
        "field_id": field.pk,
        "option_id": field.options.get().pk,
        "member_id": owner.member_id,
        "assigned_to_id": owner.member_id,
        "technician_id": owner.member_id,
        "file_id": make_file(owner, customer.pk).pk,
        "job_id": make_job(owner, customer).pk,
        "invoice_id": make_draft(owner, customer).pk,
        "payment_id": make_payment(owner, customer, 1_000, allocations={invoice.pk: 1_000}).pk,
        "note_id": make_note(owner, customer.pk).pk,
        "task_id": make_task(owner, customer.pk).pk,
        "activity_id": make_activity(owner, customer.pk).pk,
        "interaction_id": make_interaction(owner, customer.pk).pk,
        "assignee_id": owner.member_id,
        "notification_id": make_notification(owner).pk,
        "import_id": imported,
        "export_id": imported,
        "run_id": imported,
        "row_id": 1,
    }


@pytest.mark.parametrize("operation", list(operations()))
def test_the_api_answers_as_documented(operation, known, owner, api_for):
    token = api_for(owner).authorization
    application = get_wsgi_application()

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def answers(data: st.DataObject) -> None:
        mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if data.draw(st.integers(0, 3)):
            aim(case, known)
        # Schemathesis takes answers of an application as they are: packed ones it could not read.
        response = case.call(app=application, headers=token | {"Accept-Encoding": "identity"})
        case.validate_response(response, checks=CHECKS)

    answers()


def aim(case: Any, known: dict[str, int]) -> None:
    """Speak of rows that are there: what was drawn at random hardly ever meets one."""
    for name in case.path_parameters or {}:
        case.path_parameters[name] = known.get(name, 1)
    if isinstance(case.body, dict):
        case.body = {name: known.get(name, value) for name, value in case.body.items()}
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = '"1"'
