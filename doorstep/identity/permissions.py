"""What may be done with the workspace itself and its people."""

from django.utils.translation import gettext_lazy as _

from doorstep.core.permissions import Capability

MANAGE_MEMBERS = Capability(
    "manage_members", _("Manage members"), _("Invite people, change roles and permissions, end memberships.")
)
MANAGE_SETTINGS = Capability(
    "manage_settings", _("Change settings"), _("Change the workspace, its tags, sources and custom fields.")
)
MANAGE_TOKENS = Capability("manage_tokens", _("Make API tokens"), _("Make and revoke their own API tokens."))
EXPORT_WORKSPACE = Capability(
    "export_workspace", _("Export the whole workspace"), _("Download every table and file as a ZIP.")
)
