"""Whole numbers for people."""

from functools import lru_cache

from babel.numbers import format_decimal


@lru_cache(maxsize=4096)
def written(number: int, locale: str = "en_US") -> str:
    """A number with the locale's separators: 2598, "en-us" -> "2,598"."""
    return format_decimal(number, locale=locale.replace("-", "_"))
