"""Everything the page of one customer shows beside its tabs."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from doorstep.clients.models import ClientCard, ClientPhone, ClientTag, Contact, Property
from doorstep.core.phones import format_phone
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor
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
    customers = Customer.objects.visible_to(actor).select_related(
        "type", "account", "sold_by__user", "follow_up_by__user",
        "client__card", "client__source", "client__assigned_to__user", "client__created_by__user",
    )  # fmt: skip
    customer = customers.get(pk=customer_id)
    phones = ClientPhone.objects.visible_to(actor).filter(client_id=customer_id, contact=None)
    places = Property.objects.visible_to(actor).filter(client_id=customer_id)
    custom = customer.client.custom
    return CustomerRecord(
        customer=customer,
        card=customer.client.card,
        phones=[_shown(actor, phone) for phone in phones],
        tags=customer_tags(actor, customer_id),
        place=places.filter(is_primary=True).first(),
        properties_count=places.count(),
        contacts_count=Contact.objects.visible_to(actor).filter(client_id=customer_id).count(),
        own_fields=ShownValues(actor.workspace).all(custom) if custom else [],
        why_visible=why_visible(actor, customer),
    )


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
