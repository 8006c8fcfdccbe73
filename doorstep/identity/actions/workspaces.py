"""Making and changing workspaces."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.identity import choices, wall
from doorstep.identity.actor import Actor
from doorstep.identity.events import SandboxCreated, WorkspaceCreated, WorkspaceUpdated
from doorstep.identity.history import record_event
from doorstep.identity.models import Membership, Role, User, Workspace
from doorstep.identity.people import make_person
from doorstep.identity.permissions import MANAGE_SETTINGS

SLUG_LENGTH = 60


@transaction.atomic
def create_workspace(
    *,
    actor: Actor | None,
    owner: User,
    name: str,
    slug: str = "",
    country: str = Workspace.Country.US,
    currency: str = "",
    locale: str = "",
    time_zone: str = "",
) -> Membership:
    """Make a live workspace with the usual lists; answers `owner`'s membership in it.

    `actor`: None, as no member stands above workspaces: whoever runs the installation makes them. What is
    left empty is what companies of `country` usually have; an empty slug is made from the name.
    Raises PermissionDenied for any actor; RuleBroken for a bad name, slug, currency, language or time zone.
    """
    _refuse_members(actor)
    usual_currency, usual_locale, usual_zone = choices.usual_for(country)
    values = {
        "name": name,
        "country": country,
        "currency": currency or usual_currency,
        "locale": locale or usual_locale,
        "time_zone": time_zone or usual_zone,
    }
    with wall.lifted():
        workspace = _make(values, slug)
        member = Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
        with translation.override(workspace.locale):
            for add_defaults in _functions(settings.WORKSPACE_DEFAULTS):
                add_defaults(workspace=workspace)
        record_event(WorkspaceCreated(name=workspace.name), actor=Actor.of(member), about=workspace)
    return member


@transaction.atomic
def first_setup(
    *, actor: Actor | None, email: str, person_name: str, password: str, **workspace: Any
) -> Membership:
    """Make the first person and the first workspace, which they own. See create_workspace for `workspace`.

    Raises RuleBroken when there is a workspace already: of two who try at the same moment, one is refused.
    """
    _refuse_members(actor)
    if connection.vendor == "postgresql":
        # On SQLite the transaction itself lets nobody else write.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE identity_workspace IN SHARE ROW EXCLUSIVE MODE")
    if Workspace.objects.exists():
        raise RuleBroken(_("This Doorstep is set up already. Sign in instead."))
    owner = make_person(email=email, name=person_name, password=password)
    return create_workspace(actor=None, owner=owner, **workspace)


@transaction.atomic
def update_workspace(*, actor: Actor, **values: str) -> Workspace:
    """Change name, country, currency, locale or time_zone (any of them) of the actor's workspace.

    Raises PermissionDenied; RuleBroken for a bad value, and for another currency once there are amounts.
    """
    actor.require(MANAGE_SETTINGS)
    workspace = Workspace.objects.select_for_update().get(pk=actor.workspace_id)
    new = _clean(values)
    changes = {key: [getattr(workspace, key), to] for key, to in new.items() if getattr(workspace, key) != to}
    if "currency" in changes and any(keeps(workspace) for keeps in _functions(settings.CURRENCY_KEEPERS)):
        raise RuleBroken(
            _("The currency stays as it is: there are invoices or payments in %(currency)s.")
            % {"currency": workspace.currency},
            field="currency",
        )
    if changes:
        for key, to in new.items():
            setattr(workspace, key, to)
        workspace.save(update_fields=list(changes))
        record_event(WorkspaceUpdated(changes=changes), actor=actor, about=workspace)
    return workspace


@transaction.atomic
def create_sandbox(*, actor: Actor, name: str = "") -> Membership:
    """Make a sandbox with copies of this workspace's lists and settings, but no records.

    Answers the membership of the actor, who owns it. Raises PermissionDenied; RuleBroken inside a sandbox.
    """
    actor.require(MANAGE_SETTINGS)
    source = actor.workspace
    if source.kind == Workspace.Kind.SANDBOX:
        raise RuleBroken(_("This is a sandbox already. Make another one from the live workspace."))
    maker = Membership.objects.visible_to(actor).select_related("user").get(pk=actor.member_id)
    values = {key: getattr(source, key) for key in ("country", "currency", "locale", "time_zone")}
    values["name"] = name or _("%(workspace)s sandbox") % {"workspace": source.name}
    with wall.lifted():
        sandbox = _make(values, kind=Workspace.Kind.SANDBOX)
        member = Membership.objects.create(workspace=sandbox, user=maker.user, role=Role.OWNER)
        for copy in _functions(settings.SANDBOX_COPIES):
            copy(source=source, target=sandbox)
        record_event(WorkspaceCreated(name=sandbox.name), actor=Actor.of(member), about=sandbox)
        record_event(SandboxCreated(name=sandbox.name, sandbox_id=sandbox.pk), actor=actor, about=source)
    return member


def _refuse_members(actor: Actor | None) -> None:
    if actor is not None:
        actor.refuse(_("Workspaces are made by whoever runs this installation: `doorstep setup`."))


def _functions(path: str) -> Iterable[Callable[..., Any]]:
    return [import_string(each) for each in import_string(path)]


def _make(values: dict[str, str], slug: str = "", kind: str = Workspace.Kind.LIVE) -> Workspace:
    clean = _clean(values)
    return Workspace.objects.create(slug=_free_slug(slug, clean["name"]), kind=kind, **clean)


def _free_slug(slug: str, name: str) -> str:
    """The wished slug, refused when taken; or one made from the name, numbered until it is free."""
    if slug:
        if slug != slugify(slug)[:SLUG_LENGTH]:
            raise RuleBroken(_("Use small letters, digits and hyphens, like harbor-plumbing."), field="slug")
        if Workspace.objects.filter(slug=slug).exists():
            raise RuleBroken(_("There is a workspace with this short name already."), field="slug")
        return slug
    base = slugify(name)[: SLUG_LENGTH - 6].strip("-") or "workspace"
    taken = set(Workspace.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in candidates if each not in taken)


_ALLOWED: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
    "country": lambda: [(value, str(label)) for value, label in Workspace.Country.choices],
    "currency": choices.currencies,
    "locale": choices.languages,
    "time_zone": choices.time_zones,
}


def _clean(values: dict[str, str]) -> dict[str, str]:
    clean = {key: str(value).strip() for key, value in values.items()}
    if "name" in clean and not 0 < len(clean["name"]) <= 120:
        raise RuleBroken(_("Enter a name of at most 120 characters."), field="name")
    for key, allowed in _ALLOWED.items():
        if key in clean and clean[key] not in dict(allowed()):
            raise RuleBroken(_("Choose one of the list."), field=key)
    if unknown := clean.keys() - _ALLOWED.keys() - {"name"}:
        raise TypeError(f"A workspace has no {', '.join(sorted(unknown))} to change.")
    return clean
