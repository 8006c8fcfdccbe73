"""The `doorstep` command: Django's management commands under the product's own name."""

import os
import sys


def main() -> None:
    """Run a subcommand; `doorstep help` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doorstep.config.settings")
    # Django is imported late so that the default above stands before any of it reads the settings.
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
