"""The filter for programs: what a page would ignore with a word is refused."""

from collections.abc import Collection

from django.http import QueryDict
from django.utils.translation import gettext as _

from doorstep.clients.custom_values import PREFIX
from doorstep.core.rest.problems import Refused
from doorstep.customers.filters import CustomerFilter
from doorstep.customers.filters.parameters import KEYS
from doorstep.identity.actor import Actor


def strict_filter(
    params: QueryDict, actor: Actor, *, also: Collection[str] = (), under: str = ""
) -> CustomerFilter:
    """The filter that `params` ask for. Raises Refused 422 naming each parameter that does not fit.

    `also`: further parameters that may be there. `under`: the field that holds the query, if any.
    """
    unknown = [key for key in params if key not in {*KEYS, *also} and not key.startswith(PREFIX)]
    errors = [(under or key, _("There is no parameter “%(name)s”.") % {"name": key}) for key in unknown]
    found = CustomerFilter(params, actor)
    errors += [(under or remark.key, str(remark)) for remark in found.errors]
    if errors:
        raise Refused(422, _("Some of the parameters do not fit."), errors=errors)
    return found
