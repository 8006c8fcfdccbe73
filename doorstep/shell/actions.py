"""Changes of what members keep of their screens. They are the member's own affair and leave no history."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.core.text import clean_cell
from doorstep.identity.actor import Actor
from doorstep.shell.models import ListPreference, SavedView
from doorstep.shell.saved_views import may_change, views_for

_LONGEST_QUERY = 2000
_LONGEST_NAME = 60
_MOST_COLUMNS = 50


@transaction.atomic
def save_view(
    *, actor: Actor, page: str, name: str, query: str, columns: Sequence[str] = (), shared: bool = False
) -> SavedView:
    """Keep a list page's query string under a name.

    `query`: filters and order, at most 2,000 characters. `columns`: keys in order, none for the page's own.
    Raises PermissionDenied for an actor that is no member; RuleBroken for a bad or taken name.
    """
    if actor.membership_id is None:
        raise PermissionDenied(_("Only members keep views."))
    view = SavedView(workspace_id=actor.workspace_id, owner_id=actor.membership_id, page=page)
    view.name = _clean_name(actor, view, name)
    view.shared = shared
    _set_content(view, query, columns)
    view.save()
    return view


@transaction.atomic
def rename_view(*, actor: Actor, view_id: int, name: str, shared: bool) -> SavedView:
    """Give a view another name, share it or make it private again.

    Raises SavedView.DoesNotExist, PermissionDenied, RuleBroken for a bad or taken name.
    """
    view = _own(actor, view_id)
    view.name = _clean_name(actor, view, name)
    view.shared = shared
    view.save(update_fields=["name", "shared"])
    return view


@transaction.atomic
def update_view(*, actor: Actor, view_id: int, query: str, columns: Sequence[str] = ()) -> SavedView:
    """Let a view show what is shown now. Raises SavedView.DoesNotExist, PermissionDenied, RuleBroken."""
    view = _own(actor, view_id)
    _set_content(view, query, columns)
    view.save(update_fields=["query", "columns"])
    return view


@transaction.atomic
def delete_view(*, actor: Actor, view_id: int) -> str:
    """Delete a view and return its name. Raises SavedView.DoesNotExist, PermissionDenied."""
    view = _own(actor, view_id)
    view.delete()
    return view.name


@transaction.atomic
def choose_columns(*, actor: Actor, page: str, columns: Sequence[str]) -> None:
    """Keep which columns the member wants on a list page; none: the page's own. Raises PermissionDenied."""
    if actor.membership_id is None:
        raise PermissionDenied(_("Only members choose columns."))
    ListPreference.objects.update_or_create(
        workspace_id=actor.workspace_id,
        member_id=actor.membership_id,
        page=page,
        defaults={"columns": list(columns)[:_MOST_COLUMNS]},
    )


def _own(actor: Actor, view_id: int) -> SavedView:
    seen = SavedView.objects.visible_to(actor).select_for_update().get(pk=view_id)
    if not seen.shared and seen.owner_id != actor.membership_id:
        raise SavedView.DoesNotExist
    if not may_change(actor, seen):
        raise PermissionDenied(_("Only its owner, or who manages the settings, may change a shared view."))
    return seen


def _clean_name(actor: Actor, view: SavedView, name: str) -> str:
    cleaned = clean_cell(name).replace("\n", " ")
    if not cleaned or len(cleaned) > _LONGEST_NAME:
        raise RuleBroken(_("Give the view a name of at most 60 characters."), field="name")
    taken = views_for(actor, view.page).filter(owner_id=view.owner_id, name=cleaned)
    if taken.exclude(pk=view.pk).exists():
        raise RuleBroken(_("There is a view of this name already."), field="name")
    return cleaned


def _set_content(view: SavedView, query: str, columns: Sequence[str]) -> None:
    if len(query) > _LONGEST_QUERY:
        raise RuleBroken(_("These are too many filters for a view; take some off."), field="query")
    view.query = query
    view.columns = list(columns)[:_MOST_COLUMNS]
