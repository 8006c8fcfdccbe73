"""The `doorstep` command: Django's management commands under the product's own name."""

import os
import sys


def main() -> None:
    """Run a subcommand; `doorstep help` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doorstep.config.settings")
    # Django is imported late so that the default above stands before any of it reads the settings.
    from django.core.management import execute_from_command_line

    # Commands are Python modules, which have no hyphens: `doorstep rebuild-figures` is rebuild_figures.py.
    name = [part.replace("-", "_") if not part.startswith("-") else part for part in sys.argv[1:2]]
    execute_from_command_line([*sys.argv[:1], *name, *sys.argv[2:]])
