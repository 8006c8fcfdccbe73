"""What may be done with the people and places we know."""

from django.utils.translation import gettext_lazy as _

from doorstep.core.permissions import Capability

VIEW_CUSTOMERS = Capability(
    "view_customers", _("See customers"), _("Open the customers they may see."), reads=True
)
MANAGE_CUSTOMERS = Capability(
    "manage_customers", _("Manage customers"), _("Add and edit customers, properties, contacts and tags.")
)
