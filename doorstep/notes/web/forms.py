"""The forms of notes, tasks, planned activities and touchpoints; their data goes to one action each."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models import Property
from doorstep.core.webkit.editing import EditForm
from doorstep.core.webkit.forms import ActionForm
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.notes.fields import LONGEST_TEXT
from doorstep.notes.models import Duty, Interaction, ScheduledActivity


def _words(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )


def _moment(label: Any, *, required: bool = True, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, widget=widget, **more)


def _choice(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


def _offer(form: forms.Form, name: str, choices: list[tuple[int, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.TypedChoiceField)
    field.choices = [("", "–"), *choices]


class NoteForm(EditForm):
    """A note. The places are offered when the client has several."""

    names = ("text", "important", "pinned", "visible_to_customer", "property_id")

    text = _words(_("Note"), required=True)
    important = forms.BooleanField(label=_("Important"), required=False)
    pinned = forms.BooleanField(label=_("Pin on top"), required=False)
    visible_to_customer = forms.BooleanField(
        label=_("The customer may read it"),
        required=False,
        help_text=_("Otherwise only your team does."),
    )
    property_id = _choice(_("Property"))

    def __init__(self, *args: Any, actor: Actor, client_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Property.objects.visible_to(actor).filter(client_id=client_id)
        offered = [(place.pk, str(place)) for place in places]
        _offer(self, "property_id", offered)
        if len(offered) < 2:
            self.fields["property_id"].widget = forms.HiddenInput()


class _DutyForm(EditForm):
    """What tasks and planned activities share."""

    title = forms.CharField(label=_("What"), max_length=160)
    assignee_id = _choice(_("Assigned to"))
    details = _words(_("Details"))

    def __init__(self, *args: Any, actor: Actor, row: Duty | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        members = Membership.objects.visible_to(actor).current().select_related("user")
        offered = {one.pk: str(one) for one in members}
        if row is not None and row.assignee is not None:  # also when they have left
            offered[row.assignee.pk] = str(row.assignee)
        _offer(self, "assignee_id", sorted(offered.items(), key=lambda one: one[1].casefold()))
        if row is None:
            self.initial.setdefault("assignee_id", actor.membership_id)


class TaskForm(_DutyForm):
    """Something to do by a day."""

    names = ("title", "due_on", "assignee_id", "reminder_at", "details")
    field_order = names

    due_on = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reminder_at = _moment(
        _("Remind at"),
        required=False,
        help_text=_("Empty: at eight in the morning of the day it is due."),
    )


class ActivityForm(_DutyForm):
    """A call or visit at a moment."""

    names = ("kind", "title", "starts_at", "assignee_id", "details")
    field_order = names

    kind = forms.ChoiceField(label=_("Kind"), choices=ScheduledActivity.Kind.choices)
    starts_at = _moment(_("When"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False


class InteractionForm(EditForm):
    """What took place."""

    names = ("kind", "direction", "happened_at", "minutes", "text")

    kind = forms.ChoiceField(label=_("Kind"), choices=Interaction.Kind.choices)
    direction = forms.ChoiceField(
        label=_("Who began"), required=False, choices=[("", "–"), *Interaction.Direction.choices]
    )
    happened_at = _moment(_("When"), initial=timezone.now)
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1)
    text = _words(_("What was said"))


class FinishForm(ActionForm):
    """What came of a planned activity."""

    text = _words(_("What was said"))
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1)
