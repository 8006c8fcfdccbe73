"""Money as integers in minor units, read and shown in the workspace's currency and locale."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from babel.numbers import NumberFormatError, format_currency, get_currency_precision, parse_decimal


@lru_cache(maxsize=64)
def minor_units(currency: str) -> int:
    """Decimal places of an ISO 4217 currency: 2 for USD, 0 for JPY."""
    return get_currency_precision(currency)


@lru_cache(maxsize=4096)
def format_money(cents: int, currency: str = "USD", locale: str = "en_US") -> str:
    """`cents` minor units for people: 123456, "USD", "en_US" -> "$1,234.56"."""
    amount = Decimal(cents).scaleb(-minor_units(currency))
    return format_currency(amount, currency, locale=locale.replace("-", "_"))


def decimal_text(cents: int, currency: str = "USD") -> str:
    """`cents` for machines and spreadsheets: 123456 -> "1234.56"."""
    places = minor_units(currency)
    return f"{Decimal(cents).scaleb(-places):.{places}f}"


def parse_money(typed: str, currency: str = "USD", locale: str = "en_US") -> int:
    """What a person typed ("$1,234.5", "1234.50", "-3") as minor units, half up.

    Raises ValueError when it is no amount.
    """
    text = typed.strip().replace("\u00a0", "")
    for mark in ("$", "£", "€", currency):
        text = text.replace(mark, "")
    try:
        amount = parse_decimal(text.strip(), locale=locale.replace("-", "_"))
    except (NumberFormatError, InvalidOperation) as error:
        raise ValueError(f"“{typed}” is not an amount.") from error
    if not amount.is_finite():
        raise ValueError(f"“{typed}” is not an amount.")
    scaled = amount.scaleb(minor_units(currency))
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP))
