"""What all of the REST API shares: problems, versions, pages, requests that are safe to repeat.

Apps declare their operations in their `api` on a `Router` of this package; config/rest.py puts them together.
"""

from doorstep.core.rest.paging import Cursor, CursorText, Limit, Page, keyset_page
from doorstep.core.rest.problems import FieldError, Problem, Refused, install_problems
from doorstep.core.rest.router import ApiRequest, Router
from doorstep.core.rest.versions import created, if_match, started, unchanged, versioned

__all__ = [
    "ApiRequest",
    "Cursor",
    "CursorText",
    "FieldError",
    "Limit",
    "Page",
    "Problem",
    "Refused",
    "Router",
    "created",
    "if_match",
    "install_problems",
    "keyset_page",
    "started",
    "unchanged",
    "versioned",
]
