"""What a browser posts from the customer form. Every default can be seen here."""

from typing import Any

from doorstep.customers.tests.builders import make_type
from doorstep.identity.actor import Actor


def customer_post(actor: Actor, *, phones: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    """A complete private customer with an address; `fields` override, None leaves a field out."""
    posted: dict[str, Any] = {
        "type": make_type(actor.workspace).pk,
        "first_name": "Jane",
        "last_name": "Doe",
        "company_name": "",
        "email": "",
        "line1": "12 Elm Street",
        "town": "Denver",
        "county": "CO",
        "postcode": "80202",
        "country": "US",
        "assigned_to": actor.membership_id,
        "accepts_email": "on",
        "accepts_sms": "on",
        "accepts_calls": "on",
        "accepts_post": "on",
        "accepts_marketing": "on",
        "after_sales": "on",
        "phones-TOTAL_FORMS": max(2, len(phones)),
        "phones-INITIAL_FORMS": 0,
    }
    for index, typed in enumerate(phones):
        posted |= {
            f"phones-{index}-number": typed,
            f"phones-{index}-kind": "mobile",
            f"phones-{index}-country": "US",
        }
    return {name: value for name, value in {**posted, **fields}.items() if value is not None}
