"""What may be sent about customers."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from doorstep.clients.shapes import AddressIn, Phones
from doorstep.core.rest.shapes import LEFT_OUT, Country, Custom, Day, Id, Input, OneOf, Text
from doorstep.customers.models import Customer

_Method = Annotated[str, OneOf(Customer.PaymentMethod, "")]
_Frequency = Annotated[str, OneOf(Customer.BillingFrequency, "")]
_Terms = Annotated[int, Field(ge=0, le=3650)]
_TagIds = Annotated[list[Id], Field(max_length=200)]

_EXAMPLE: dict[str, Any] = {
    "type_id": 1,
    "first_name": "Ana",
    "last_name": "Torres",
    "email": "ana@example.com",
    "phones": [{"typed": "(512) 555-0143", "kind": "mobile"}],
    "address": {"line1": "12 Elm Street", "town": "Austin", "county": "TX", "postcode": "78701"},
}


class CustomerChange(Input):
    """What is left out stays. `phones`, `tag_ids` replace all; of `custom` only the keys given change."""

    type_id: Id = LEFT_OUT
    title: Text = LEFT_OUT
    first_name: Text = LEFT_OUT
    last_name: Text = LEFT_OUT
    company_name: Text = LEFT_OUT
    email: Text = LEFT_OUT
    phones: Phones = LEFT_OUT
    tag_ids: _TagIds = LEFT_OUT
    custom: Custom = LEFT_OUT
    account_id: Id | None = LEFT_OUT
    source_id: Id | None = LEFT_OUT
    assigned_to_id: Id | None = LEFT_OUT
    sold_by_id: Id | None = LEFT_OUT
    accepts_email: bool = LEFT_OUT
    accepts_sms: bool = LEFT_OUT
    accepts_calls: bool = LEFT_OUT
    accepts_post: bool = LEFT_OUT
    accepts_marketing: bool = LEFT_OUT
    after_sales: bool = LEFT_OUT
    internal_notes: Text = LEFT_OUT
    customer_notes: Text = LEFT_OUT
    external_id: Text = LEFT_OUT
    payment_terms_days: _Terms | None = LEFT_OUT
    preferred_payment_method: _Method = LEFT_OUT
    billing_frequency: _Frequency = LEFT_OUT
    billing_name: Text = LEFT_OUT
    billing_line1: Text = LEFT_OUT
    billing_line2: Text = LEFT_OUT
    billing_line3: Text = LEFT_OUT
    billing_town: Text = LEFT_OUT
    billing_county: Text = LEFT_OUT
    billing_postcode: Text = LEFT_OUT
    billing_country: Country = LEFT_OUT

    def fields(self) -> Any:
        """The fields that were sent, as the actions take them."""
        apart = {"phones", "tag_ids", "custom", "address"}
        return {name: value for name, value in self.given().items() if name not in apart}


class CustomerIn(CustomerChange):
    """A new customer. By the kind of its type it needs a last name or a company name.

    `address` becomes its primary property. Without `assigned_to_id` it is assigned to the token's member.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    type_id: Id
    address: AddressIn | None = None


class ReasonIn(Input):
    """Why, in a few words."""

    reason: Annotated[Text, Field(max_length=300)] = ""


class FollowUpIn(Input):
    """Why somebody should get in touch, and the day meant for it."""

    reason: Annotated[Text, Field(max_length=300)]
    on: Day | None = None
