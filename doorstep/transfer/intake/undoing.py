"""Taking an import back: what it made goes, what it overwrote returns, what was changed since stays."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from doorstep.clients.cards import refresh_figures
from doorstep.clients.custom_values import field_has_values
from doorstep.clients.models import Client, ClientPhone, ClientTag, Property, PropertyParty
from doorstep.clients.search_text import refresh_search
from doorstep.customers.models import Account
from doorstep.identity.actor import Actor
from doorstep.runs.kinds import RowResult
from doorstep.runs.models import Run, RunRow
from doorstep.transfer.intake.removing import delete_clients
from doorstep.transfer.intake.since import clients_used_since, places_used_since
from doorstep.transfer.intake.states import CLIENT_COLUMNS, State, load_states, save_states
from doorstep.vocabulary.models import CustomField, Source, Tag

Outcome = RunRow.Outcome


def undo_rows(actor: Actor, run: Run, rows: Sequence[RunRow]) -> list[RowResult]:
    """Take back what `run` did to these rows, newest first. Some forty statements for at most 500 rows."""
    undo = _Undo(actor, run, rows)
    # A row that was decided on later may stand before one that changed the same customer earlier.
    newest_first = sorted(rows, key=lambda row: row.version or 0, reverse=True)
    results = {row.pk: undo.take_back(row) for row in newest_first}
    undo.write()
    return [
        RowResult(
            row.number, Outcome.KEPT if results[row.pk] else Outcome.UNDONE, row.client_id, results[row.pk]
        )
        for row in rows
    ]


class _Undo:
    """Collects what returns and what goes, and writes it at the end."""

    def __init__(self, actor: Actor, run: Run, rows: Sequence[RunRow]) -> None:
        self.actor = actor
        ids = {row.client_id for row in rows if row.client_id}
        self.states = load_states(actor.workspace, ids, lock=True)
        made = [row.client_id for row in rows if row.client_id and row.outcome == Outcome.CREATED]
        self.busy_clients = clients_used_since(actor.workspace, made, run)
        added = {
            pk: row.client_id for row in rows for pk in (row.before or {}).get("places", ()) if row.client_id
        }
        self.busy_places = places_used_since(actor.workspace, added, run)
        self.gone: set[int] = set()
        self.restored: dict[int, State] = {}
        self.added: dict[str, list[Any]] = defaultdict(list)

    def take_back(self, row: RunRow) -> str:
        """Foresee one row's undo; why it stays, "" when it does not."""
        pk = row.client_id or 0
        state = self.states.get(pk)
        if state is None:
            return _("The customer is not there any more.")
        if state.version != row.version:
            return _("“%(name)s” has been changed since.") % {"name": state.client["name"]}
        if row.outcome == Outcome.CREATED:
            return self._remove(pk, state)
        return self._restore(pk, state, row.before or {})

    def _remove(self, pk: int, state: State) -> str:
        if pk in self.busy_clients:
            return _("“%(name)s” has %(what)s since.") % {
                "name": state.client["name"],
                "what": ", ".join(self.busy_clients[pk]),
            }
        self.gone.add(pk)
        del self.states[pk]
        self.restored.pop(pk, None)
        return ""

    def _restore(self, pk: int, state: State, before: dict[str, Any]) -> str:
        if any(place in self.busy_places for place in before.get("places", ())):
            return _("A place added to “%(name)s” is in use or has been changed since.") % {
                "name": state.client["name"]
            }
        state.client |= {
            name: value for name, value in before.get("client", {}).items() if name in CLIENT_COLUMNS
        }
        state.customer |= before.get("customer", {})
        for key, value in before.get("custom", {}).items():
            if value is None:
                state.custom.pop(key, None)
            else:
                state.custom[key] = value
        if before.get("updated_at"):
            state.updated_at = datetime.fromisoformat(before["updated_at"])
        # The version goes back too: an earlier row of this import may have changed the same customer.
        state.version -= 1
        for what in ("phones", "places"):
            self.added[what] += before.get(what, ())
        self.added["tags"] += [(pk, tag_id) for tag_id in before.get("tags", ())]
        self.restored[pk] = state
        return ""

    def write(self) -> None:
        """Write what was collected."""
        workspace = self.actor.workspace
        PropertyParty.objects.filter(property_id__in=self.added["places"]).delete()
        Property.objects.filter(pk__in=self.added["places"]).delete()
        ClientPhone.objects.filter(pk__in=self.added["phones"]).delete()
        for tag_id in {tag_id for _pk, tag_id in self.added["tags"]}:
            clients = [pk for pk, tag in self.added["tags"] if tag == tag_id]
            ClientTag.objects.filter(tag_id=tag_id, client_id__in=clients).delete()
        if self.restored:
            self._find_homes()
            save_states(self.restored)
            refresh_search(workspace=workspace, client_ids=self.restored)
            refresh_figures(workspace=workspace, client_ids=self.restored, sources=("clients", "customers"))
        delete_clients(workspace, sorted(self.gone))

    def _find_homes(self) -> None:
        primary = Property.objects.filter(client_id__in=self.restored, is_primary=True)
        homes = {
            pk: (country, postcode)
            for pk, country, postcode in primary.values_list("client_id", "country", "postcode")
        }
        for pk, state in self.restored.items():
            state.home = homes.get(pk)
            state.refresh_key()


def forget_words(actor: Actor, made: dict[str, Any]) -> None:
    """Delete the tags, sources, accounts and custom fields the import made, unless somebody uses them."""
    ws = actor.workspace
    for field in CustomField.objects.filter(workspace=ws, pk__in=made.get("fields", ())):
        if not field_has_values(field):
            field.delete()
    Tag.objects.filter(
        workspace=ws, pk__in=_unused(ws.pk, ClientTag, "tag_id", made.get("tags", ()))
    ).delete()
    sources = _unused(ws.pk, Client, "source_id", made.get("sources", ()))
    Source.objects.filter(workspace=ws, pk__in=sources).delete()
    for account in Account.objects.filter(workspace=ws, pk__in=made.get("accounts", ())):
        if not account.customers.exists():
            account.delete()


def _unused(workspace_id: int, model: Any, column: str, ids: Collection[int]) -> set[int]:
    """Those of these ids that no row refers to. One statement."""
    if not ids:
        return set()
    rows = model.objects.filter(workspace_id=workspace_id, **{f"{column}__in": ids})
    return set(ids) - set(rows.order_by().values_list(column, flat=True).distinct())
