"""The sections of the settings page, in their order: an app that has a page of its own adds a line."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doorstep.core.permissions import Capability
from doorstep.identity import permissions as identity
from doorstep.transfer import permissions as transfer


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """One entry. `capability`: who finds it there; None: every member. `icon`: a name of icons.txt."""

    group: str | Promise
    label: str | Promise
    help: str | Promise
    url_name: str
    icon: str
    capability: Capability | None = None


COMPANY = _("Company")
LISTS = _("Lists")
PEOPLE = _("People")
CONNECTIONS = _("Connections")
DATA = _("Your data")

SETTINGS_PAGES: tuple[SettingsPage, ...] = (
    SettingsPage(
        COMPANY,
        _("Workspace"),
        _("Name, country, currency, language and time zone."),
        "identity:workspace",
        "building",
        identity.MANAGE_SETTINGS,
    ),
    SettingsPage(
        COMPANY,
        _("Sandbox"),
        _("A copy of your lists and settings to try things out in."),
        "identity:sandbox",
        "flask",
        identity.MANAGE_SETTINGS,
    ),
    SettingsPage(
        LISTS,
        _("Tags"),
        _("Labels on customers, to find and to treat them by."),
        "vocabulary:tags",
        "tags",
        identity.MANAGE_SETTINGS,
    ),
    SettingsPage(
        LISTS,
        _("Sources"),
        _("Where customers come from."),
        "vocabulary:sources",
        "world",
        identity.MANAGE_SETTINGS,
    ),
    SettingsPage(
        LISTS,
        _("Own fields"),
        _("What you keep about customers and properties beside what is there."),
        "vocabulary:fields",
        "list-check",
        identity.MANAGE_SETTINGS,
    ),
    SettingsPage(
        LISTS,
        _("Customer types"),
        _("Residential, Commercial, Landlord and your own."),
        "customers:types",
        "users-group",
        identity.MANAGE_SETTINGS,
    ),
    SettingsPage(
        PEOPLE,
        _("Members"),
        _("Invite people, give them a role and a team."),
        "identity:members",
        "users",
        identity.MANAGE_MEMBERS,
    ),
    SettingsPage(
        PEOPLE,
        _("Roles and permissions"),
        _("What each role may do, and which records it sees."),
        "identity:roles",
        "shield-lock",
        identity.MANAGE_MEMBERS,
    ),
    SettingsPage(
        PEOPLE,
        _("Teams"),
        _("Groups of members who see each other’s records."),
        "identity:teams",
        "users-group",
        identity.MANAGE_MEMBERS,
    ),
    SettingsPage(
        CONNECTIONS,
        _("API tokens"),
        _("Keys for programs that work with your data."),
        "identity:tokens",
        "key",
        identity.MANAGE_TOKENS,
    ),
    SettingsPage(
        CONNECTIONS,
        _("API"),
        _("How programs work with your data: every operation, with examples."),
        "shell:api",
        "api",
        identity.MANAGE_TOKENS,
    ),
    SettingsPage(
        DATA,
        _("Import"),
        _("Bring customers in from a spreadsheet or another system."),
        "transfer:import",
        "file-import",
        transfer.IMPORT,
    ),
    SettingsPage(
        DATA,
        _("Archive"),
        _("Everything of the workspace in one ZIP file."),
        "transfer:archive",
        "file-zip",
        identity.EXPORT_WORKSPACE,
    ),
)
