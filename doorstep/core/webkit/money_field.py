"""An amount of money in a form: typed as people write it, kept in minor units."""

from typing import Any

from babel.numbers import get_decimal_symbol
from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.core.money import decimal_text, parse_money


class MoneyField(forms.CharField):
    """Cleans "$1,234.50" to 123450, an empty field to None; its initial value is in minor units.

    The form says whose money it is: `field.write_as(workspace.currency, workspace.locale)`.
    """

    default_error_messages = {
        "amount": _("Enter an amount, such as %(example)s."),
        "low": _("The amount must not be below zero."),
    }

    def __init__(self, *, currency: str = "USD", locale: str = "en_US", **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 24)
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
        self.write_as(currency, locale)

    def write_as(self, currency: str, locale: str) -> None:
        """Read and write amounts of this currency the way of this locale ("en-us", "en_US")."""
        self.currency, self.locale = currency, locale.replace("-", "_")

    def to_python(self, value: Any) -> Any:
        """Minor units, or None."""
        if value is None or isinstance(value, int):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            cents = parse_money(text, self.currency, self.locale)
        except ValueError as error:
            example = {"example": self.prepare_value(12_500)}
            raise forms.ValidationError(
                self.error_messages["amount"], code="amount", params=example
            ) from error
        if cents < 0:
            raise forms.ValidationError(self.error_messages["low"], code="low")
        return cents

    def run_validators(self, value: Any) -> None:
        """The text's validators (length, null characters) look at text."""
        super().run_validators("" if value is None else str(value))

    def prepare_value(self, value: Any) -> Any:
        """Minor units as they are typed: 123450 -> "1234.50", in Spanish "1234,50"."""
        if not isinstance(value, int):
            return value
        return decimal_text(value, self.currency).replace(".", get_decimal_symbol(self.locale))
