"""Errors of the domain: what went against a rule, in words for the person who did it."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise


class RuleBroken(Exception):
    """A rule of the trade refused the change. Doors show `message` (beside `field` when given), status 422.

    `field`: the form or API field it belongs to, "" for the whole. `details`: more for machines.
    """

    def __init__(
        self, message: str | Promise, *, field: str = "", details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.details = dict(details or {})

    def __str__(self) -> str:
        return str(self.message)


class StaleVersion(RuleBroken):
    """Somebody saved the same record in between; `details` holds {field: {"mine": …, "theirs": …}}."""
