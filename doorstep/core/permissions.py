"""The word for one thing a role may do. Each app declares its own in its `permissions.py`."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Capability:
    """`key` is stored and spoken of in API scopes; `label` and `help` are shown in the matrix.

    `reads`: it only looks at things, so the scope "read" of an API token includes it.
    """

    key: str
    label: str | Promise
    help: str | Promise = ""
    reads: bool = False
