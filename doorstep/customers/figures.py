"""The card's columns that the paying side knows."""

from collections.abc import Sequence
from datetime import date

from doorstep.clients.facets import Facet, facet
from doorstep.clients.models import ClientCard
from doorstep.core.db import FAR
from doorstep.core.figures import Figures
from doorstep.customers.models import Customer
from doorstep.identity.models import Workspace


def customer_figures(client_ids: Sequence[int], *, workspace: Workspace, today: date) -> Figures:
    """Standing, dormant, the follow-up flag, and the facets of type and account. One statement."""
    rows = Customer.objects.filter(workspace=workspace, pk__in=client_ids).values_list(
        "pk", "type_id", "account_id", "dormant_at", "follow_up_flagged_at"
    )
    figures: Figures = {}
    for pk, type_id, account_id, dormant_at, flagged_at in rows:
        facets = [facet(Facet.CUSTOMER_TYPE, type_id)]
        if account_id:
            facets.append(facet(Facet.ACCOUNT, account_id))
        figures[pk] = {
            "standing": ClientCard.Standing.CUSTOMER,
            "dormant": dormant_at is not None,
            "flagged_on": workspace.day_of(flagged_at) if flagged_at else FAR,
            "facets": facets,
        }
    return figures
