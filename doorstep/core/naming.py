"""Names that people give to things of which each may exist once in a workspace."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.core.text import clean_cell, fold


def clean_name(typed: str, *, longest: int, field: str = "name") -> str:
    """The name on one line, with nothing invisible in it. Raises RuleBroken when it is empty or too long."""
    name = " ".join(clean_cell(typed).split())
    if not name:
        raise RuleBroken(_("Enter a name."), field=field)
    if len(name) > longest:
        raise RuleBroken(_("At most %(count)d characters fit here.") % {"count": longest}, field=field)
    return name


@contextmanager
def only_once(message: str | Promise, *, field: str = "name") -> Iterator[None]:
    """Around a save that a unique constraint may refuse: the refusal becomes RuleBroken(message)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise RuleBroken(message, field=field) from error


def near_miss(name: str, others: Iterable[str]) -> str:
    """The one of `others` that is the same but for case, accents or spaces; "" when there is none."""
    wanted = fold(name)
    return next((other for other in others if other != name and fold(other) == wanted), "")
