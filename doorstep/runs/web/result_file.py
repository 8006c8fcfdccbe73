"""What became of each row, as a spreadsheet that can be mended and imported again."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _

from doorstep.clients.models import Client
from doorstep.core.tables import write_csv
from doorstep.identity.actor import Actor
from doorstep.runs.models import Run, RunRow
from doorstep.runs.queries import all_rows

ROWS_AT_ONCE = 2000


def result_csv(run: Run, actor: Actor, outcome: str = "") -> Iterator[bytes]:
    """One line per row: number, outcome, reason, record's id and name, then what the row said. Streams."""
    found = all_rows(run, outcome)
    first = list(islice(found, ROWS_AT_ONCE))
    said = list(dict.fromkeys(key for row in first if isinstance(row.data, dict) for key in row.data))
    header = [_("Row"), _("Outcome"), _("Reason"), _("Record id"), _("Record"), *said]
    yield from write_csv(header, _lines(actor, chain(first, found), said))


def _lines(actor: Actor, found: Iterator[RunRow], said: Sequence[str]) -> Iterator[Sequence[Any]]:
    while part := list(islice(found, ROWS_AT_ONCE)):
        ids = {row.client_id for row in part if row.client_id}
        names = dict(Client.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", "name"))
        for row in part:
            data = row.data if isinstance(row.data, dict) else {}
            yield [
                row.number,
                row.get_outcome_display(),
                row.reason,
                row.client_id,
                names.get(row.client_id or 0, ""),
                *(_text(data.get(key)) for key in said),
            ]


def _text(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
