"""How what happens to a customer reads on its timeline."""

from django.utils.translation import gettext_lazy as _

from doorstep.activity.wording import Wording

WORDINGS = {
    "customer.created": Wording("user-plus", _("Customer added")),
    "customer.updated": Wording("edit", _("Details changed")),
    "customer.tagged": Wording("tag", _("Tagged “%(tag)s”")),
    "customer.untagged": Wording("tag", _("Tag “%(tag)s” removed")),
    "customer.assigned": Wording("user-check", _("Assigned to %(member)s")),
    "customer.moved_to_account": Wording("building", _("Account: %(account)s")),
    "customer.made_dormant": Wording("moon", _("Made dormant: %(reason)s")),
    "customer.reactivated": Wording("bolt", _("Active again")),
    "customer.follow_up_flagged": Wording("flag", _("Flagged for follow-up: %(reason)s")),
    "customer.follow_up_cleared": Wording("check", _("Follow-up done")),
    "customer.archived": Wording("archive", _("Archived")),
    "customer.restored": Wording("arrow-back-up", _("Restored from the archive")),
    "customer.put_back": Wording("arrow-back-up", _("A change was undone")),
}
