"""Customers with everything that hangs on them closely, for programs."""

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from doorstep.clients.models import ClientPhone, ClientTag, Property
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor


def whole_customer(actor: Actor, customer_id: int) -> Customer:
    """One customer as `whole_customers` reads it. Raises Customer.DoesNotExist when not visible."""
    return _whole(actor).get(pk=customer_id)


def whole_customers(actor: Actor, ids: Sequence[int]) -> list[Customer]:
    """The customers with these ids, in this order; those not visible are left out.

    Four statements, however many they are. `client.own_phones`, `client.own_tags` (each with its `tag`) and
    `client.primary_places` (one or none) are lists.
    """
    found = {customer.pk: customer for customer in _whole(actor).filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


def _whole(actor: Actor) -> QuerySet[Customer]:
    return (
        Customer.objects.visible_to(actor)
        .select_related(
            "type", "account", "sold_by__user", "client__card", "client__source", "client__assigned_to__user"
        )
        .prefetch_related(
            Prefetch(
                "client__phones", queryset=ClientPhone.objects.filter(contact=None), to_attr="own_phones"
            ),
            Prefetch(
                "client__client_tags",
                queryset=ClientTag.objects.select_related("tag").order_by("tag__name"),
                to_attr="own_tags",
            ),
            Prefetch(
                "client__properties",
                queryset=Property.objects.filter(is_primary=True),
                to_attr="primary_places",
            ),
        )
    )
