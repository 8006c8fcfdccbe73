import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Print the API's OpenAPI document, as docs/reference/openapi.json keeps it."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        document = import_string(settings.REST_API).get_openapi_schema()
        self.stdout.write(json.dumps(document, indent=1, ensure_ascii=False, sort_keys=False))
