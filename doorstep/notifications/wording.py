"""How what happens to notifications reads in the workspace's history."""

from django.utils.translation import gettext_lazy as _

from doorstep.activity.wording import Wording

WORDINGS = {
    "members.notified": Wording("bell", _("Members were notified")),
    "member.emails_chosen": Wording("mail", _("Chose which notifications come by e-mail")),
}
