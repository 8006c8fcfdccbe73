"""How what happens to files reads on a timeline."""

from django.utils.translation import gettext_lazy as _

from doorstep.activity.wording import Wording

WORDINGS = {
    "file.uploaded": Wording("paperclip", _("File added: %(name)s")),
    "file.updated": Wording("paperclip", _("File changed: %(name)s")),
    "file.deleted": Wording("trash", _("File deleted: %(name)s")),
    "file.restored": Wording("arrow-back-up", _("File brought back: %(name)s")),
}
