"""Reading values of custom fields: from forms, the API and spreadsheets, all by the same rules."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.core.money import parse_money
from doorstep.core.text import fold
from doorstep.identity.models import Workspace
from doorstep.vocabulary.models import CustomField, CustomFieldOption

_YES = {"1", "true", "yes", "y", "x", "on", "si", "sí"}
_NO = {"0", "false", "no", "n", "off", ""}
_DATE_FORMS = {"US": ("%m/%d/%Y", "%m/%d/%y"), "GB": ("%d/%m/%Y", "%d/%m/%y")}
_LONGEST_TEXT = 2000


class CustomFields:
    """The custom fields in use on one kind of record, read once (two statements)."""

    def __init__(self, workspace: Workspace, on: str = CustomField.On.CUSTOMER) -> None:
        self.workspace = workspace
        fields = CustomField.objects.filter(workspace=workspace, on=on, archived_at=None)
        self.fields: dict[str, CustomField] = {field.key: field for field in fields}
        self.options: dict[str, list[CustomFieldOption]] = {key: [] for key in self.fields}
        self._archived: dict[str, set[str]] = {key: set() for key in self.fields}
        options = CustomFieldOption.objects.filter(field__in=self.fields.values())
        for option in options.select_related("field"):
            if option.archived_at is None:
                self.options[option.field.key].append(option)
            else:
                self._archived[option.field.key].add(option.key)

    def clean(self, values: Mapping[str, Any], *, check_required: bool = True) -> dict[str, Any]:
        """`values` by field key as they are stored; empty ones are left out.

        Raises RuleBroken with `field` "custom.<key>" for an unknown field, a bad or a missing value.
        """
        cleaned: dict[str, Any] = {}
        for key, value in values.items():
            if key not in self.fields:
                raise RuleBroken(_("There is no such field in this workspace."), field=f"custom.{key}")
            read = self.read(self.fields[key], value)
            if read not in (None, "", [], False):
                cleaned[key] = read
        if check_required:
            for field in self.fields.values():
                if field.required and field.key not in cleaned:
                    raise RuleBroken(
                        _("“%(label)s” is required.") % {"label": field.label}, field=f"custom.{field.key}"
                    )
        return cleaned

    def read(self, field: CustomField, value: Any) -> Any:
        """One value as it is stored, from what a person typed or a program sent. Raises RuleBroken."""
        if value is None or value == "":
            return None
        try:
            return self._readers()[field.kind](field, value)
        except (ValueError, InvalidOperation, TypeError) as error:
            raise RuleBroken(
                _("“%(value)s” does not fit “%(label)s” (%(kind)s).")
                % {"value": value, "label": field.label, "kind": field.get_kind_display().lower()},
                field=f"custom.{field.key}",
            ) from error

    def _readers(self) -> dict[str, Callable[[CustomField, Any], Any]]:
        kind = CustomField.Kind
        return {
            kind.TEXT: lambda field, value: str(value).strip()[:_LONGEST_TEXT],
            kind.URL: _read_url,
            kind.NUMBER: _read_number,
            kind.MONEY: self._read_money,
            kind.DATE: self._read_date,
            kind.CHECKBOX: _read_checkbox,
            kind.CHOICE: self._read_choice,
            kind.MULTI_CHOICE: self._read_choices,
        }

    def _read_money(self, field: CustomField, value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value  # minor units already
        return parse_money(str(value), self.workspace.currency, self.workspace.locale.replace("-", "_"))

    def _read_date(self, field: CustomField, value: Any) -> str:
        if isinstance(value, date):
            return value.isoformat()[:10]
        text = str(value).strip()
        for form in ("%Y-%m-%d", *_DATE_FORMS[self.workspace.country]):
            try:
                return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007  # a day has no zone
            except ValueError:
                continue
        raise ValueError(text)

    def _read_choice(self, field: CustomField, value: Any) -> str:
        wanted = fold(str(value))
        for option in self.options[field.key]:
            if wanted in (option.key, fold(option.label)):
                return option.key
        if value in self._archived[field.key]:
            return str(value)  # who has it may keep it
        raise ValueError(value)

    def _read_choices(self, field: CustomField, value: Any) -> list[str]:
        parts = value if isinstance(value, list | tuple) else str(value).replace("|", ";").split(";")
        return list(dict.fromkeys(self._read_choice(field, part) for part in parts if str(part).strip()))


def _read_number(field: CustomField, value: Any) -> str:
    number = Decimal(str(value).replace(",", "").strip())
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise ValueError(value)
    return f"{number.normalize():f}"


def _read_url(field: CustomField, value: Any) -> str:
    text = str(value).strip()
    address = text if "://" in text else f"https://{text}"
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or "." not in parts.netloc or " " in address:
        raise ValueError(value)
    return address[:_LONGEST_TEXT]


def _read_checkbox(field: CustomField, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = fold(str(value))
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise ValueError(value)
