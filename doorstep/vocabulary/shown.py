"""Values of custom fields as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from doorstep.core.money import format_money
from doorstep.identity.models import Workspace
from doorstep.vocabulary.models import CustomField, CustomFieldOption

_Kind = CustomField.Kind


@dataclass(frozen=True, slots=True)
class Shown:
    """One value: its field's label, the value in words, and where it leads ("" for nowhere)."""

    label: str
    text: str
    href: str = ""


class ShownValues:
    """Writes custom values; reads the workspace's fields and choices once (two statements)."""

    def __init__(self, workspace: Workspace, on: str = CustomField.On.CUSTOMER) -> None:
        self.workspace = workspace
        self.fields = {field.key: field for field in CustomField.objects.filter(workspace=workspace, on=on)}
        options = CustomFieldOption.objects.filter(field__in=self.fields.values())
        self._options = {
            (field, key): label for field, key, label in options.values_list("field__key", "key", "label")
        }

    def all(self, custom: Mapping[str, Any]) -> list[Shown]:
        """The values of one record in the fields' order; archived fields and empty values are left out."""
        return [
            Shown(
                field.label, self.text(key, custom[key]), str(custom[key]) if field.kind == _Kind.URL else ""
            )
            for key, field in self.fields.items()
            if field.archived_at is None and custom.get(key) not in (None, "", [])
        ]

    def label(self, key: str) -> str:
        """What the field is called; the key itself when it is gone."""
        field = self.fields.get(key)
        return field.label if field else key

    def text(self, key: str, value: Any) -> str:
        """One value in words; "" for none. A value that does not fit its field is shown as it is."""
        if value is None or value in ("", []):
            return ""
        field = self.fields.get(key)
        try:
            return self._text(field, value) if field else str(value)
        except (ValueError, ArithmeticError, TypeError):
            return str(value)

    def _text(self, field: CustomField, value: Any) -> str:
        locale = self.workspace.locale.replace("-", "_")
        if field.is_choice:
            keys = value if isinstance(value, list) else [value]
            return ", ".join(self._options.get((field.key, key), str(key)) for key in keys)
        if field.kind == _Kind.CHECKBOX:
            return _("yes") if value else _("no")
        if field.kind == _Kind.MONEY:
            return format_money(int(value), self.workspace.currency, locale)
        if field.kind == _Kind.DATE:
            return format_date(date.fromisoformat(value), "medium", locale=locale)
        if field.kind == _Kind.NUMBER:
            return format_decimal(Decimal(str(value)), locale=locale, decimal_quantization=False)
        return str(value)
