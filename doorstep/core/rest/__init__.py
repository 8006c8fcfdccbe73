"""What all of the REST API shares: problems, versions, pages, requests that are safe to repeat.

Apps declare their operations in their `api.py` on a `Router` of this package; config/rest.py puts them together.
"""

from doorstep.core.rest.paging import Cursor, Page, keyset_page
from doorstep.core.rest.problems import PROBLEMS, FieldError, Problem, install_problems
from doorstep.core.rest.router import ApiRequest, Router
from doorstep.core.rest.versions import if_match, with_etag

__all__ = [
    "PROBLEMS",
    "ApiRequest",
    "Cursor",
    "FieldError",
    "Page",
    "Problem",
    "Router",
    "if_match",
    "install_problems",
    "keyset_page",
    "with_etag",
]
