"""The app that makes the template tags known to Django."""

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class WebkitConfig(AppConfig):
    """No tables; only template tags and forms."""

    name = "doorstep.core.webkit"
    label = "webkit"

    def ready(self) -> None:
        """Say how to mend an empty field instead of naming a rule."""
        Field.default_error_messages["required"] = _("Please fill this in.")
