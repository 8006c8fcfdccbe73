"""The forms of the import pages."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.core.tables import DELIMITERS, ENCODINGS, Table
from doorstep.core.webkit.forms import ActionForm
from doorstep.customers.models import CustomerType
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.transfer.intake.fields import NEW_CUSTOM, field_groups
from doorstep.transfer.intake.plan import DUPLICATES_WORDS, TAGS_WORDS, Duplicates, Plan, UnknownTags
from doorstep.transfer.intake.profiles import PROFILES
from doorstep.transfer.intake.suggesting import Suggestion
from doorstep.vocabulary.models import CustomField, Source

READING = ("encoding", "delimiter", "sheet", "header_row")
DEFAULTS = ("type", "source", "tags", "assigned")
_FIND_OUT = ("", gettext_lazy("Find it out"))
_STACKED = {"class": "is-stacked"}


def _profiles() -> list[tuple[str, str | Promise]]:
    named = {profile.key: profile.label for profile in PROFILES}
    return [("", _("Recognise it")), *named.items()]


class UploadForm(ActionForm):
    """A file, and where it comes from."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or Excel (.xlsx), at most 100 MB. Drop it here or choose it."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv", "class": "drop-zone"}
        ),
        error_messages={
            "required": gettext_lazy("Choose the file with your customers."),
            "empty": gettext_lazy(
                "This file is empty. Export it again with its records and upload that file."
            ),
        },
    )
    profile = forms.ChoiceField(label=gettext_lazy("Where it comes from"), choices=_profiles, required=False)


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A line of the mapping: the picker, with what the file shows of the column."""

    picker: forms.BoundField
    header: str
    samples: list[str]
    why: str


class PlanForm(ActionForm):
    """What the mapping page asks: the columns, how to read the file, the rules, the defaults."""

    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding"), required=False, choices=[_FIND_OUT, *ENCODINGS]
    )
    delimiter = forms.ChoiceField(
        label=gettext_lazy("Between the columns"), required=False, choices=[_FIND_OUT, *DELIMITERS]
    )
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    header_row = forms.IntegerField(
        label=gettext_lazy("Row with the column names"),
        help_text=gettext_lazy("Empty: find it. 0: there is none."),
        required=False,
        min_value=0,
        max_value=50,
    )
    duplicates = forms.ChoiceField(
        label=gettext_lazy("When a row is a customer already"),
        choices=[(rule.value, words) for rule, words in DUPLICATES_WORDS.items()],
        widget=forms.RadioSelect(attrs=_STACKED),
        initial=Duplicates.SKIP,
    )
    tags = forms.ChoiceField(
        label=gettext_lazy("When a tag is new"),
        choices=[(rule.value, words) for rule, words in TAGS_WORDS.items()],
        widget=forms.RadioSelect(attrs=_STACKED),
        initial=UnknownTags.CREATE,
    )
    default_type = forms.ChoiceField(label=gettext_lazy("Customer type"), required=False)
    default_source = forms.ChoiceField(label=gettext_lazy("Source"), required=False)
    default_tags = forms.CharField(
        label=gettext_lazy("Tags"), help_text=gettext_lazy("Separated by commas."), required=False
    )
    default_assigned = forms.ChoiceField(label=gettext_lazy("Assigned member"), required=False)

    def __init__(
        self, data: Any = None, *, actor: Actor, plan: Plan, table: Table, suggestion: Suggestion
    ) -> None:
        super().__init__(data, initial=_initial(plan))
        self.plan = plan
        self.suggestion = suggestion
        self.is_workbook = table.kind == "xlsx"
        self.fields["encoding"].help_text = _now(table.encoding)
        self.fields["delimiter"].help_text = _now(dict(DELIMITERS).get(table.delimiter, ""))
        self.offer("sheet", [_FIND_OUT, *((name, name) for name in table.sheets)])
        self._offer_defaults(actor)
        self._add_columns(actor)

    def _offer_defaults(self, actor: Actor) -> None:
        types = CustomerType.objects.visible_to(actor).filter(archived_at=None)
        members = Membership.objects.visible_to(actor).filter(ended_at=None).select_related("user")
        nothing = ("", _("As the row says, else the first that fits"))
        self.offer("default_type", [nothing, *((one.name, one.name) for one in types)])
        sources = Source.objects.visible_to(actor)
        self.offer("default_source", [("", _("None")), *((one.name, one.name) for one in sources)])
        people = [(one.user.email, str(one.user)) for one in members]
        self.offer("default_assigned", [("", _("Nobody")), *people])

    def _add_columns(self, actor: Actor) -> None:
        own = CustomField.objects.visible_to(actor).filter(on=CustomField.On.CUSTOMER, archived_at=None)
        choices: list[Any] = [("", _("Leave out")), (NEW_CUSTOM, _("New field of your own"))]
        for label, specs in field_groups(list(own), actor.workspace.country):
            choices.append((label, [(spec.key, spec.label) for spec in specs]))
        for number, column in enumerate(self.suggestion.columns):
            initial = self.plan.mapping.get(column.header, column.field)
            field = forms.ChoiceField(label=column.header, choices=choices, required=False, initial=initial)
            self.fields[f"column_{number}"] = field

    def rows(self) -> list[ColumnRow]:
        """The mapping, line by line."""
        return [
            ColumnRow(self[f"column_{number}"], column.header, column.samples, column.why)
            for number, column in enumerate(self.suggestion.columns)
        ]

    @property
    def leaves_out(self) -> int:
        """How many columns go nowhere by now."""
        return sum(not row.picker.value() for row in self.rows())

    def reading(self) -> dict[str, Any]:
        """How to read the file, as Plan has it; only of a form without errors in these fields."""
        said = {name: self.cleaned_data.get(name) for name in READING}
        return {name: None if value == "" else value for name, value in said.items()}

    def answers(self) -> dict[str, Any]:
        """What was answered, as Plan has it."""
        said = self.cleaned_data
        columns = enumerate(self.suggestion.columns)
        defaults = {name: said[f"default_{name}"] for name in DEFAULTS if said[f"default_{name}"]}
        return {
            **self.reading(),
            "mapping": {column.header: said[f"column_{number}"] for number, column in columns},
            "defaults": defaults,
            "duplicates": said["duplicates"],
            "tags": said["tags"],
        }


def _now(name: str | Promise) -> str:
    return _("Now: %(name)s") % {"name": name} if name else ""


def _initial(plan: Plan) -> dict[str, Any]:
    reading = {name: getattr(plan, name) for name in READING}
    defaults = {f"default_{name}": value for name, value in plan.defaults.items()}
    return {**reading, **defaults, "duplicates": plan.duplicates, "tags": plan.tags}
