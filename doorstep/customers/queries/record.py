"""Everything the page of one customer shows beside its tabs."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from doorstep.clients.models import ClientCard, ClientPhone, ClientTag, Property
from doorstep.core.phones import format_phone
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.vocabulary.models import Tag
from doorstep.vocabulary.shown import Shown, ShownValues


@dataclass(frozen=True, slots=True)
class NumberShown:
    """A phone number as the page writes it."""

    kind: str
    e164: str
    extension: str
    shown: str


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """One customer with what hangs on it closely. `card` holds the figures."""

    customer: Customer
    card: ClientCard
    phones: list[NumberShown]
    tags: list[Tag]
    place: Property | None
    properties_count: int
    contacts_count: int
    own_fields: list[Shown]
    why_visible: str

    @property
    def name(self) -> str:
        return self.customer.client.name

    @property
    def dials(self) -> NumberShown | None:
        """The number that the Call button dials: the first that can be dialled."""
        return next((phone for phone in self.phones if phone.e164), None)


def customer_record(actor: Actor, customer_id: int) -> CustomerRecord:
    """The record of a customer. At most eight statements. Raises Customer.DoesNotExist when not visible."""
    customers = Customer.objects.visible_to(actor)
    customer = customers.select_related("type", "account", "client__card", "client__source").get(
        pk=customer_id
    )
    _name_members(customer)
    properties_count, contacts_count = _counts(actor, customer_id)
    phones = ClientPhone.objects.visible_to(actor).filter(client_id=customer_id, contact=None)
    places = Property.objects.visible_to(actor).filter(client_id=customer_id, is_primary=True)
    custom = customer.client.custom
    return CustomerRecord(
        customer=customer,
        card=customer.client.card,
        phones=[_shown(actor, phone) for phone in phones],
        tags=customer_tags(actor, customer_id),
        place=next(iter(places), None),
        properties_count=properties_count,
        contacts_count=contacts_count,
        own_fields=ShownValues(actor.workspace).all(custom) if custom else [],
        why_visible=why_visible(actor, customer),
    )


def _name_members(customer: Customer) -> None:
    """Bring the members whom the record names: one statement is less work than eight joins."""
    named = (
        (customer, "sold_by"), (customer, "follow_up_by"),
        (customer.client, "assigned_to"), (customer.client, "created_by"),
    )  # fmt: skip
    ids = {getattr(row, f"{name}_id") for row, name in named} - {None}
    members = Membership.objects.filter(workspace_id=customer.workspace_id).select_related("user")
    found = members.in_bulk(ids) if ids else {}
    for row, name in named:
        if (pk := getattr(row, f"{name}_id")) is not None:
            setattr(row, name, found[pk])


def _counts(actor: Actor, customer_id: int) -> tuple[int, int]:
    """How many properties and contacts a customer has whom the actor sees."""
    count = "(SELECT count(*) FROM {} WHERE workspace_id = %s AND client_id = %s)".format
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {count('clients_property')}, {count('clients_contact')}",
            [actor.workspace_id, customer_id] * 2,
        )
        properties, contacts = cursor.fetchone()
    return properties, contacts


def customer_tags(actor: Actor, customer_id: int) -> list[Tag]:
    """The customer's tags by name. One statement."""
    rows = ClientTag.objects.visible_to(actor).filter(client_id=customer_id)
    return [row.tag for row in rows.select_related("tag").order_by("tag__name")]


def why_visible(actor: Actor, customer: Customer) -> str:
    """Why the actor sees this customer, in words."""
    if actor.sees_assigned_to is None:
        return _("Your role sees all customers of the workspace.")
    assigned_to = customer.client.assigned_to
    if assigned_to is None or assigned_to.pk == actor.membership_id:
        return _("It is assigned to you, and your role sees the customers assigned to you.")
    return _("It is assigned to %(name)s, who is in your team.") % {"name": assigned_to}


def _shown(actor: Actor, phone: ClientPhone) -> NumberShown:
    shown = format_phone(phone.e164, actor.workspace.country) if phone.e164 else phone.typed
    return NumberShown(phone.get_kind_display(), phone.e164, phone.extension, shown)
