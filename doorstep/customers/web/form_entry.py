"""One press of Save on the customer form: what was typed, what to look at first, what to write."""

import json
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from doorstep.clients.actions.properties import add_property, update_property
from doorstep.clients.forms import phone_formset, phone_inputs
from doorstep.clients.inputs import AddressInput
from doorstep.clients.matching import PossibleDuplicate, possible_duplicates
from doorstep.clients.models import ClientPhone, ClientTag, Property
from doorstep.clients.phones import read_phones
from doorstep.core.errors import RuleBroken, StaleVersion
from doorstep.customers.actions.create import create_customer
from doorstep.customers.actions.update import update_customer
from doorstep.customers.models import Customer
from doorstep.customers.web.form_clashes import Clash, clashes_of
from doorstep.customers.web.form_fields import ADDRESS, CustomerForm
from doorstep.customers.web.form_seen import Seen, initial_of, stored_values
from doorstep.customers.web.traits import traits_of
from doorstep.identity.actor import Actor
from doorstep.vocabulary.actions.tags import create_tag
from doorstep.vocabulary.forms import changed_custom


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to look at before saving; saving again with `token` accepted goes on."""

    token: str
    text: str
    duplicates: tuple[PossibleDuplicate, ...] = ()


class CustomerEntry:
    """The form of a new customer with its phone rows: empty, or as it was posted."""

    customer: Customer | None = None
    stored_phones: list[ClientPhone] = []
    blank_phones = 2
    clashes: list[Clash] = []

    def __init__(self, actor: Actor, posted: QueryDict | None = None) -> None:
        self.actor = actor
        self.posted = posted
        self.cautions: list[Caution] = []
        initial = self.initial()
        self.form = CustomerForm(posted, actor=actor, customer=self.customer, initial=initial)
        self.form.initial.setdefault("type", next(iter(self.form.kinds), None))
        self.phones = phone_formset(actor.workspace, posted, self.stored_phones, blank=self.blank_phones)

    def initial(self) -> dict[str, Any]:
        """What the form starts with: the creator looks after them."""
        return {"assigned_to": self.actor.membership_id}

    def save(self) -> Customer | None:
        """Write it; None when something has to be mended, looked at or chosen first."""
        if not (self.phones.is_valid() & self.form.is_valid()):
            return None
        self.cautions = [one for one in self._find_cautions() if one.token not in self.accepted]
        if self.cautions:
            return None
        try:
            with transaction.atomic():
                return self.write()
        except StaleVersion as stale:
            self.show_clash(stale)
        except RuleBroken as broken:
            field = broken.field if broken.field in self.form.fields else None
            self.form.add_error(field, ValidationError(str(broken)))
        return None

    def write(self) -> Customer:
        """Create the customer with what was typed."""
        return create_customer(
            actor=self.actor,
            fields=self.form.customer_fields(),
            phones=phone_inputs(self.phones),
            address=self.form.address(),
            tag_ids=self.tag_ids(),
            custom=changed_custom(self.form),
        )

    def show_clash(self, stale: StaleVersion) -> None:
        """Nobody else edits what is not there yet."""
        raise stale

    @property
    def status(self) -> int:
        """Of the answer that shows the form."""
        return 200 if self.posted is None else 422

    @property
    def accepted(self) -> list[str]:
        """The cautions that were shown before and saved all the same."""
        return [] if self.posted is None else [str(one) for one in self.posted.getlist("accepted")]

    @property
    def shown_cautions(self) -> list[str]:
        """What the form carries along, so that the next press saves."""
        return list(dict.fromkeys([*self.accepted, *(one.token for one in self.cautions)]))

    def tag_ids(self) -> list[int]:
        """Ids of the chosen tags, in order; new ones are made, in the transaction of the save."""
        ids, names = self.form.cleaned_data["tags"]
        for name in names:
            try:
                ids = [*ids, create_tag(actor=self.actor, name=name).pk]
            except RuleBroken as broken:
                raise RuleBroken(broken.message, field="tags") from broken
        return sorted(ids)

    def _find_cautions(self) -> list[Caution]:
        found: list[Caution] = []
        data = self.form.cleaned_data
        if data.get("line1") and not data.get("postcode"):
            found.append(Caution("postcode", _("There is no postcode: scheduling and the map will need it.")))
        known = {phone.e164 for phone in self.stored_phones}
        own_id = None
        if self.customer:
            known.add(self.customer.client.email_key)
            own_id = self.customer.pk
        traits = traits_of(self.actor.workspace, phone_inputs(self.phones), data["email"], known=known)
        same = tuple(possible_duplicates(actor=self.actor, traits=traits, exclude_id=own_id))
        if same:
            token = "duplicate-" + "-".join(str(one.client.pk) for one in same)
            found.append(Caution(token, _("This may be somebody you know already."), same))
        return found


class CustomerEdit(CustomerEntry):
    """The same form for a customer that is there, as it is stored or as it was posted."""

    customer: Customer
    blank_phones = 1

    def __init__(self, actor: Actor, customer: Customer, posted: QueryDict | None = None) -> None:
        self.customer = customer
        places = Property.objects.visible_to(actor).filter(client_id=customer.pk)
        self.place = places.order_by("-is_primary", "pk").first()
        phones = ClientPhone.objects.visible_to(actor).filter(client_id=customer.pk, contact=None)
        self.stored_phones = list(phones)
        tags = ClientTag.objects.visible_to(actor).filter(client_id=customer.pk)
        tag_ids = list(tags.values_list("tag_id", flat=True))
        self.stored = stored_values(customer, self.stored_phones, tag_ids, self.place)
        self.seen = Seen(self.stored) if posted is None else Seen.posted(posted)
        super().__init__(actor, posted)
        self.form.fields["line1"].required = self.place is not None
        self._show_clashes(self.seen.theirs)

    def initial(self) -> dict[str, Any]:
        """What is stored now."""
        return initial_of(self.stored)

    def write(self) -> Customer:
        """Write what was changed; where somebody chose the other's value, that stays."""
        seen, left = self.seen.now, self.seen.left
        mine = self._mine()
        phones = (
            None if "phones" in left or mine["phones"] == seen.get("phones") else phone_inputs(self.phones)
        )
        tag_ids = None if "tags" in left or mine["tags"] == seen.get("tags") else self.tag_ids()
        fields = self.form.customer_fields()
        customer = update_customer(
            actor=self.actor,
            customer_id=self.customer.pk,
            version=self.version,
            fields={name: one for name, one in fields.items() if name not in left},  # type: ignore[arg-type]  # a part of CustomerFields is one
            phones=phones,
            tag_ids=tag_ids,
            custom={
                key: one for key, one in changed_custom(self.form).items() if f"custom.{key}" not in left
            },
            seen=seen,
        )
        self._write_place(seen, left)
        return customer

    def _write_place(self, seen: dict[str, Any], left: set[str]) -> None:
        place = self.place
        address = self.form.address()
        if place is None:
            if not address.is_blank:
                add_property(actor=self.actor, client_id=self.customer.pk, address=address)
            return
        others = {name: getattr(place, name) for name in left & set(ADDRESS)}
        update_property(
            actor=self.actor,
            property_id=place.pk,
            version=self.place_version,
            address=_with(address, label=place.label, **others),
            seen={"label": place.label, **seen},
        )

    def _mine(self) -> dict[str, Any]:
        """What the form says, by the names of clashes."""
        rows = read_phones(self.actor.workspace, phone_inputs(self.phones))
        typed = {name: getattr(self.form.address(), name) for name in ADDRESS}
        own = {f"custom.{key}": one for key, one in changed_custom(self.form).items()}
        phones = [[row.kind, row.typed, row.e164] for row in rows]
        tag_ids, new_tags = self.form.cleaned_data["tags"]
        tags = [*sorted(tag_ids), *new_tags]
        return {**self.form.customer_fields(), **typed, **own, "phones": phones, "tags": tags}

    def show_clash(self, stale: StaleVersion) -> None:
        """Show both values of each field and let choose; choices made before are kept."""
        found = {name: both["theirs"] for name, both in stale.details["fields"].items()}
        found.pop("postcode_key", None)
        self._show_clashes({**self.seen.theirs, **found})
        self.form.add_error(None, ValidationError(str(stale)))

    def _show_clashes(self, theirs: dict[str, Any]) -> None:
        self.theirs_json = json.dumps(theirs)
        if theirs and self.form.is_valid() & self.phones.is_valid():
            self.clashes = clashes_of(self.form, self._mine(), theirs, self.seen.chosen)

    @property
    def seen_json(self) -> str:
        """For the hidden field that carries along what the form showed when it was opened."""
        return json.dumps(self.seen.values)

    @property
    def version(self) -> int:
        """Of the customer that the form shows, or showed when it was opened."""
        return self._number("version", self.customer.client.version)

    @property
    def place_version(self) -> int:
        """The same of the address."""
        return self._number("place_version", self.place.version if self.place else 0)

    def _number(self, name: str, default: int) -> int:
        said = "" if self.posted is None else str(self.posted.get(name, ""))
        return int(said) if said.isdecimal() and len(said) < 10 else default


def _with(address: AddressInput, **values: Any) -> AddressInput:
    return replace(address, **values)
