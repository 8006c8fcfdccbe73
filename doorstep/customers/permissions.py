"""What may be done with customers; the first two guard their people and places too."""

from django.utils.translation import gettext_lazy as _

from doorstep.clients.permissions import MANAGE_CUSTOMERS, VIEW_CUSTOMERS
from doorstep.core.permissions import Capability

BULK_CHANGE = Capability("bulk_change", _("Bulk changes"), _("Change many customers at once."))
DELETE_CUSTOMERS = Capability("delete_customers", _("Delete"), _("Delete customers for good."))

__all__ = ["BULK_CHANGE", "DELETE_CUSTOMERS", "MANAGE_CUSTOMERS", "VIEW_CUSTOMERS"]
