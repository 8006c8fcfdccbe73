"""Reading a request's JSON."""

from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser


class StrictParser(Parser):
    """Reads JSON by the book: no NaN, no half characters, nothing that no database could keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        return orjson.loads(request.body)
