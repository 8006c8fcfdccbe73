"""Bringing what rows say into customers that are here, a chunk at a time."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from doorstep.clients.cards import refresh_figures
from doorstep.clients.models import ClientPhone, ClientTag, Property, PropertyParty
from doorstep.clients.search_text import refresh_search
from doorstep.core.bulk import insert_rows, reserve_ids
from doorstep.identity.actor import Actor
from doorstep.transfer.intake.applying import Difference, apply_row
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.states import State, load_states, save_states
from doorstep.transfer.intake.tables import ENTRY, PARTY, PHONE_WITH_ID, PLACE_WITH_ID, TAG, entry
from doorstep.transfer.intake.words import Words

UPDATED = "customer.import_updated"
Pairs = Sequence[tuple[CleanRow, int]]


class Updater:
    """Applies rows to customers, inside the run's transaction."""

    def __init__(self, actor: Actor, run_id: int, words: Words) -> None:
        self.actor = actor
        self.run_id = run_id
        self.words = words

    def update(self, pairs: Pairs, *, values_too: bool) -> dict[int, tuple[dict[str, Any], int]]:
        """Apply each row to its client; row number -> (what an undo needs, the client's new version).

        A row that says nothing new is not in the answer. Some twenty statements, however many rows.
        """
        if not pairs:
            return {}
        states = load_states(self.actor.workspace, {client_id for _row, client_id in pairs}, lock=True)
        lines = _Lines(self.actor)
        done: dict[int, tuple[dict[str, Any], int]] = {}
        changed: dict[int, State] = {}
        for row, client_id in pairs:
            if (state := states.get(client_id)) is None:
                continue
            difference = apply_row(row, state, self.words, values_too=values_too)
            if difference:
                changed[client_id] = state
                # The very dict: ids are put into it when they are known.
                before = lines.add(row, client_id, state, difference)
                before["updated_at"] = state.updated_at.isoformat() if state.updated_at else None
                done[row.number] = (before, state.version)
                state.updated_at = lines.now
        if changed:
            lines.number_and_write()
            self._save(changed, [(row.number, client_id) for row, client_id in pairs if row.number in done])
        return done

    def _save(self, changed: dict[int, State], told: Sequence[tuple[int, int]]) -> None:
        workspace = self.actor.workspace
        save_states(changed)
        refresh_search(workspace=workspace, client_ids=changed)
        refresh_figures(workspace=workspace, client_ids=changed, sources=("clients", "customers"))
        now = timezone.now()
        insert_rows(
            ENTRY.model,
            ENTRY.names,
            [entry(self.actor, UPDATED, self.run_id, number, pk, now) for number, pk in told],
        )


class _Lines:
    """The new phones, tags and places of a chunk. Their ids are known at the end: they are drawn at once."""

    def __init__(self, actor: Actor) -> None:
        self.workspace_id = actor.workspace_id
        self.now = timezone.now()
        self._phones: list[tuple[dict[str, Any], list[Any]]] = []
        self._places: list[tuple[dict[str, Any], CleanRow, int, bool]] = []
        self._tags: list[tuple[int, int, int]] = []

    def add(self, row: CleanRow, client_id: int, state: State, difference: Difference) -> dict[str, Any]:
        """Keep what is to be added; what an undo needs, complete after `number_and_write`."""
        parts = ("client", "customer", "custom", "tags")
        before: dict[str, Any] = {name: value for name in parts if (value := getattr(difference, name))}
        known = len(state.numbers) - len(difference.phones)
        for place, phone in enumerate(difference.phones, known):
            line = [client_id, None, phone.kind, phone.typed, phone.e164, phone.extension, place]
            self._phones.append((before, line))
        if difference.place:
            self._places.append((before, row, client_id, difference.is_home))
        self._tags += [(self.workspace_id, client_id, tag_id) for tag_id in difference.tags]
        return before

    def number_and_write(self) -> None:
        """Write all of it; at most six statements."""
        phones = []
        for pk, (before, line) in zip(reserve_ids(ClientPhone, len(self._phones)), self._phones, strict=True):
            before.setdefault("phones", []).append(pk)
            phones.append((pk, self.workspace_id, *line))
        insert_rows(ClientPhone, PHONE_WITH_ID.names, phones)
        insert_rows(ClientTag, TAG.names, self._tags)
        self._write_places()

    def _write_places(self) -> None:
        places, parties = [], []
        ids = reserve_ids(Property, len(self._places))
        for pk, (before, row, client_id, is_home) in zip(ids, self._places, strict=True):
            before["places"] = [pk]
            more = {"client_id": client_id, "is_primary": is_home, "created_at": self.now}
            places.append(PLACE_WITH_ID.line(row.place or {}, id=pk, workspace_id=self.workspace_id, **more))
            parties += [(self.workspace_id, pk, role, name, "", "") for role, name in row.parties]
        insert_rows(Property, PLACE_WITH_ID.names, places)
        insert_rows(PropertyParty, PARTY.names, parties)
