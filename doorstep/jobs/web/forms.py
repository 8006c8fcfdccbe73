"""The jobs' forms; their cleaned data goes to one action each."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.billing.permissions import VIEW_MONEY
from doorstep.clients.models import Property
from doorstep.core.errors import StaleVersion
from doorstep.core.webkit.forms import ActionForm
from doorstep.core.webkit.money_field import MoneyField
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.jobs.fields import JobFields
from doorstep.jobs.models import Job

_NINE = time(9)


def _moment(**kwargs: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=_("When"), widget=widget, **kwargs)


def _choice(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=False, coerce=int, empty_value=None, show_hidden_initial=True
    )


class _FieldsForm(ActionForm):
    """What a job is. Each field remembers what it showed, so that only what was changed is saved."""

    title = forms.CharField(label=_("Job"), max_length=160, show_hidden_initial=True)
    property_id = _choice(_("Place"))
    technician_id = _choice(_("Technician"))
    price_cents = MoneyField(label=_("Price"), required=False, show_hidden_initial=True)
    free_of_charge = forms.BooleanField(label=_("Free of charge"), required=False, show_hidden_initial=True)
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea, show_hidden_initial=True
    )

    def __init__(self, *args: Any, actor: Actor, customer_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Property.objects.visible_to(actor).filter(client_id=customer_id, dormant=False)
        self.offer("property_id", [(place.pk, str(place)) for place in places], nothing="–")
        self.primary_id = next((place.pk for place in places if place.is_primary), None)
        members = Membership.objects.visible_to(actor).filter(ended_at=None).select_related("user")
        self.offer(
            "technician_id",
            sorted(((one.pk, str(one.user)) for one in members), key=lambda one: one[1]),
            nothing="–",
        )
        if actor.can(VIEW_MONEY):
            price = self.fields["price_cents"]
            assert isinstance(price, MoneyField)
            price.write_as(actor.workspace.currency, actor.workspace.locale)
        else:
            del self.fields["price_cents"]

    def given(self) -> JobFields:
        """What the person changed."""
        values = {name: _known(name, self.cleaned_data[name]) for name in self._changed_names()}
        return cast("JobFields", values)

    def seen(self) -> dict[str, Any]:
        """What the form showed in the fields the person changed."""
        shown: dict[str, Any] = {}
        for name in self._changed_names():
            field, box = self.fields[name], self[name]
            raw = field.hidden_widget().value_from_datadict(self.data, self.files, box.html_initial_name)
            with suppress(forms.ValidationError):  # a choice that is not offered any more
                shown[name] = _known(name, field.clean(raw))
        return shown

    def _changed_names(self) -> list[str]:
        return [name for name in self.changed_data if name in JobFields.__annotations__]


def _known(name: str, value: Any) -> Any:
    """A price left empty is none."""
    return value or 0 if name == "price_cents" else value


class CreateForm(_FieldsForm):
    """A new job: at the customer's own address tomorrow at nine, unless they say otherwise."""

    scheduled_at = _moment()

    field_order = ("title", "scheduled_at", "property_id", "technician_id", "price_cents")

    def __init__(self, *args: Any, actor: Actor, customer_id: int, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, customer_id=customer_id, **kwargs)
        tomorrow = actor.workspace.today() + timedelta(days=1)
        self.initial["scheduled_at"] = datetime.combine(tomorrow, _NINE, tzinfo=actor.workspace.zone)
        self.initial["property_id"] = self.primary_id

    def _changed_names(self) -> list[str]:
        """All of them: what was offered and left as it was is meant too."""
        return [name for name in self.fields if name in JobFields.__annotations__]


class EditForm(_FieldsForm):
    """An edit, knowing which version it shows."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, job: Job, **kwargs: Any) -> None:
        initial = {name: getattr(job, name) for name in (*JobFields.__annotations__, "version")}
        super().__init__(*args, actor=actor, customer_id=job.customer_id, initial=initial, **kwargs)

    @contextmanager
    def showing_clash(self) -> Iterator[None]:
        """Say at each field a rival changed what it is now; saving once more keeps what was typed here."""
        try:
            yield
        except StaleVersion as stale:
            for name, values in stale.details["fields"].items():
                words = _("Somebody else changed this to “%(theirs)s”. Save again to keep yours.")
                self.add_error(name, words % {"theirs": self._shown(name, values["theirs"])})
            typed = {name: self.data[name] for name in self.data}  # one value each, not a QueryDict's lists
            self.data = {**typed, "version": str(stale.details["version"])}

    def _shown(self, name: str, value: Any) -> Any:
        field = self.fields[name]
        if isinstance(field, forms.TypedChoiceField):
            return dict(field.choices).get(value, "–")  # type: ignore[arg-type]  # a list of pairs
        return field.prepare_value(value)


class RescheduleForm(ActionForm):
    """Another moment."""

    scheduled_at = _moment()


class CompleteForm(ActionForm):
    """The day of the visit."""

    completed_on = forms.DateField(
        label=_("Done on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["completed_on"] = actor.workspace.today()


class ReasonForm(ActionForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
