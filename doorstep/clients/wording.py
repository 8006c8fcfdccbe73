"""How what happens to places and contacts reads on a timeline."""

from django.utils.translation import gettext_lazy as _

from doorstep.activity.wording import Wording

WORDINGS = {
    "property.added": Wording("map-pin", _("Property added: %(address)s")),
    "property.updated": Wording("map-pin", _("Property changed: %(address)s")),
    "property.made_primary": Wording("map-pin", _("%(address)s is now the primary address")),
    "property.deleted": Wording("trash", _("Property deleted: %(address)s")),
    "party.added": Wording("user-check", _("%(name)s is now %(role)s of %(address)s")),
    "party.updated": Wording("user-check", _("%(name)s, %(role)s of %(address)s, was changed")),
    "party.ended": Wording("user-x", _("%(name)s is no longer %(role)s of %(address)s after %(to_on)s")),
    "party.deleted": Wording("trash", _("%(name)s was removed as %(role)s of %(address)s")),
    "contact.added": Wording("user-plus", _("Contact added: %(name)s")),
    "contact.updated": Wording("user", _("Contact changed: %(name)s")),
    "contact.deleted": Wording("trash", _("Contact deleted: %(name)s")),
    "client.lost_tag": Wording("tag", _("The tag “%(tag)s” was deleted")),
}
