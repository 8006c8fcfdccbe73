"""How merges read on a customer's timeline."""

from django.utils.translation import gettext_lazy as _

from doorstep.activity.wording import Wording

WORDINGS = {
    "customer.merged": Wording("arrows-join", _("“%(name)s” was merged into this customer")),
    "customer.merge_undone": Wording("arrows-split", _("The merge with “%(name)s” was taken back")),
    "customer.not_a_duplicate": Wording("user-x", _("Not the same as “%(name)s”")),
    "customer.maybe_duplicate": Wording("users", _("Maybe the same as “%(name)s” after all")),
}
