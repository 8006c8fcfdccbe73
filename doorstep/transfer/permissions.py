"""What may be done with files of customers."""

from django.utils.translation import gettext_lazy as _

from doorstep.core.permissions import Capability

IMPORT = Capability("import", _("Import"), _("Bring customers in from a file, and undo it."))
EXPORT = Capability("export", _("Export"), _("Download lists as CSV or Excel."), reads=True)
