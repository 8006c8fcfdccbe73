"""The identity pages' forms; their cleaned data goes to one action each."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from doorstep.core.webkit.forms import ActionForm
from doorstep.identity import choices, queries
from doorstep.identity.actor import Actor, capabilities
from doorstep.identity.models import Role, Team, Visibility, Workspace

_EMAIL = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "autocapitalize": "off"})
# The matrix has no room for the full words of Visibility.
_SEES = [
    (Visibility.ALL.value, _("All")),
    (Visibility.TEAM.value, pgettext_lazy("records", "Team")),
    (Visibility.OWN.value, pgettext_lazy("records", "Own")),
]
_NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False)


class _WhereForm(ActionForm):
    """A company's name and where it works."""

    name = forms.CharField(
        label=_("Company name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=Workspace.Country.choices)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=choices.time_zones, help_text=_("Days and due dates follow it.")
    )


class SetupForm(_WhereForm):
    """The first visit: the company, and the person who owns it."""

    person_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("Your e-mail"), max_length=254, widget=_EMAIL)
    password = forms.CharField(
        label=_("Password"), widget=_NEW_PASSWORD, help_text=_("At least 10 characters; a sentence is fine.")
    )


class WorkspaceForm(_WhereForm):
    """The workspace's settings."""

    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=choices.currencies,
        help_text=_("It stays as it is from the first invoice or payment on."),
    )
    locale = forms.ChoiceField(label=_("Language and formats"), choices=choices.languages)

    field_order = ("name", "country", "currency", "locale", "time_zone")


class SandboxForm(ActionForm):
    """The sandbox to make."""

    name = forms.CharField(label=_("Name"), max_length=120)


class PersonForm(ActionForm):
    """One's own name."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class JoinForm(ActionForm):
    """A stranger who follows an invitation."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"), widget=_NEW_PASSWORD, help_text=_("At least 10 characters; a sentence is fine.")
    )


class _PlaceForm(ActionForm):
    """A role out of those that the actor may give, and a team of the workspace."""

    role = forms.ChoiceField(label=_("Role"))
    team_id = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grantable = [(role.value, str(role.label)) for role in queries.grantable_roles(actor)]
        self.offer("role", [*grantable, *self._role_now(dict(grantable))])
        names = Team.objects.visible_to(actor).order_by("name").values_list("pk", "name")
        self.offer("team_id", names, nothing=_("No team"))

    def _role_now(self, grantable: dict[str, str]) -> list[tuple[str, str]]:
        """The role that somebody has, where the actor could not give it: the team alone may change."""
        return []


class InviteForm(_PlaceForm):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=_EMAIL)

    field_order = ("email", "role", "team_id")


class MemberForm(_PlaceForm):
    """What a member is."""

    def _role_now(self, grantable: dict[str, str]) -> list[tuple[str, str]]:
        now = Role(self.initial["role"])
        return [] if now in grantable else [(now.value, str(now.label))]


class TeamForm(ActionForm):
    """A team to add or rename."""

    name = forms.CharField(label=_("Name"), max_length=80)


class TokenForm(ActionForm):
    """A key for a program."""

    READ, WRITE, CHOSEN = "read", "write", "chosen"

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("The program that will use it."))
    reach = forms.ChoiceField(
        label=_("What it may do"),
        choices=[
            (READ, _("Only read")),
            (WRITE, _("Read and change: all that you may do")),
            (CHOSEN, _("Only what is chosen below")),
        ],
        initial=READ,
        widget=forms.RadioSelect(attrs={"class": "is-stacked"}),
    )
    chosen = forms.MultipleChoiceField(
        label=_("Permissions"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "is-stacked"}),
    )
    days = forms.TypedChoiceField(
        label=_("Expires"),
        coerce=int,
        initial="90",
        choices=[
            ("30", _("In 30 days")),
            ("90", _("In 90 days")),
            ("365", _("In a year")),
            ("0", _("Never")),
        ],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = actor.workspace.zone
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(one.key, str(one.label)) for one in capabilities() if actor.can(one)]

    def clean(self) -> dict[str, Any]:
        """Make `scopes` and `expires_at` of what was chosen."""
        cleaned = super().clean() or {}
        reach = cleaned.get("reach")
        if reach == self.CHOSEN and not cleaned.get("chosen"):
            self.add_error("chosen", _("Choose at least one permission."))
        days = cleaned.get("days")
        scopes = cleaned.get("chosen", []) if reach == self.CHOSEN else [reach]
        return {
            "name": cleaned.get("name", ""),
            "scopes": scopes,
            "expires_at": _end_of_day(days, self.zone) if days else None,
        }


def _end_of_day(days: int, zone: Any) -> datetime:
    day = timezone.now().astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59), zone)


class RolesForm(ActionForm):
    """The permission matrix as one form: a visibility and a checkbox per capability for each line."""

    def __init__(self, *args: Any, lines: list[queries.MatrixLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"{line.role}-visibility"] = forms.ChoiceField(
                label=_("Records that %(role)s sees") % {"role": line.role.label},
                choices=_SEES,
                initial=line.rights.visibility,
                disabled=line.is_locked,
            )
            for capability in capabilities():
                self.fields[f"{line.role}-{capability.key}"] = forms.BooleanField(
                    label=f"{line.role.label}: {capability.label}",
                    required=False,
                    initial=capability.key in line.rights.capabilities,
                    disabled=line.is_locked,
                )

        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = field.label
            field.widget.attrs["id"] = f"id_{name}"

    def visibility_fields(self) -> list[dict[str, Any]]:
        """One select per role, in the order of the columns."""
        return [self._cell(line, "visibility") for line in self.lines]

    def rows(self) -> list[dict[str, Any]]:
        """One row per capability, with a checkbox per role."""
        return [
            {"capability": each, "fields": [self._cell(line, each.key) for line in self.lines]}
            for each in capabilities()
        ]

    def _cell(self, line: queries.MatrixLine, name: str) -> dict[str, Any]:
        return {"role": line.role.label, "field": self[f"{line.role}-{name}"]}

    def open_lines(self) -> list[tuple[str, str, list[str]]]:
        """Role, visibility and capability keys of each line that is not locked."""
        return [
            (
                line.role.value,
                self.cleaned_data[f"{line.role}-visibility"],
                [one.key for one in capabilities() if self.cleaned_data[f"{line.role}-{one.key}"]],
            )
            for line in self.lines
            if not line.is_locked
        ]
