"""The app that makes the template tags known to Django."""

from django.apps import AppConfig


class WebkitConfig(AppConfig):
    """No tables; only template tags and forms."""

    name = "doorstep.core.webkit"
    label = "webkit"
