"""What members can be told about: config/notifications.py has the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class NotificationKind:
    """One kind. `label`: when it comes, in words; `by_email`: also by e-mail unless the member chose."""

    label: str | Promise
    icon: str
    by_email: bool = True


@lru_cache(maxsize=1)
def notification_kinds() -> Mapping[str, NotificationKind]:
    """All there are, by the name that rows keep, in the order of the settings page."""
    return import_string(settings.NOTIFICATION_KINDS)  # type: ignore[no-any-return]
