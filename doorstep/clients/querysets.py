"""How the rows of a client follow its visibility."""

from typing import TypeVar

from django.db import models

from doorstep.identity.models import AssignedQuerySet

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class ClientQuerySet(AssignedQuerySet[_Row]):
    """Clients, seen by the member they are assigned to."""


class OfClientQuerySet(AssignedQuerySet[_Row]):
    """Rows that hang on a client by `client`."""

    assigned_path = "client__assigned_to_id"
