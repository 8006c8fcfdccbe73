from django.utils.translation import gettext_lazy as _

from doorstep.core.permissions import Capability

VIEW_CUSTOMERS = Capability("view_customers", _("See customers"), _("Open the customers they may see."))
MANAGE_CUSTOMERS = Capability(
    "manage_customers", _("Manage customers"), _("Add and edit customers, properties, contacts and tags.")
)
BULK_CHANGE = Capability("bulk_change", _("Bulk changes"), _("Change many customers at once."))
DELETE_CUSTOMERS = Capability("delete_customers", _("Delete"), _("Delete customers for good."))
