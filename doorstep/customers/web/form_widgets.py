"""Controls of the customer form that carry more than a value."""

from typing import Any

from django import forms

#: Before the name of a tag that is to be made.
NEW = "new:"


class TypeChoice(forms.RadioSelect):
    """Types as buttons; each knows whether it is a person's or a company's, so that names follow."""

    template_name = "customers/type_choice.html"
    kinds: dict[int, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Say the kind of the type beside its name."""
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "kind": self.kinds.get(value, "person")}


class PickMany(forms.SelectMultiple):
    """Several of a list, with those that are to be made: "new:Name" values come back as they are."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-pick": "", **(attrs or {})}, choices)

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> Any:
        """Show also what was typed to be made, when the form comes back with an error."""
        known = {str(key) for key, _label in self.choices}
        made = [one for one in value if one.startswith(NEW) and one not in known]
        shown = PickMany(self.attrs, [*self.choices, *((one, one.removeprefix(NEW)) for one in made)])
        return super(PickMany, shown).optgroups(name, value, attrs)


def pick_one(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    """One of a list that may be long: typed to find it where there is JavaScript."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.Select(attrs={"data-pick": ""}),
    )
