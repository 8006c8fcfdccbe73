"""Who is compared with whom: those who share a key, found by one grouping statement for each sort of key.

Comparing everybody with everybody is out of the question at a million. What more than MOST clients share
(a reception's phone, the postcode of a tower) tells nobody apart and is passed over.
"""

import json
from collections.abc import Iterator
from itertools import combinations

from django.db import connection

MOST = 12

_GROUP = (
    "SELECT {ids} FROM {table} WHERE {table}.workspace_id = %s AND {condition} GROUP BY {key} HAVING {many}"
)
_HOUSE = {
    "postgresql": "clients_property.postcode_key, split_part(clients_property.line1, ' ', 1)",
    "sqlite": (
        "clients_property.postcode_key,"
        " substr(clients_property.line1, 1, instr(clients_property.line1 || ' ', ' ') - 1)"
    ),
}
_SHARED = (
    # (table, the client's column, condition, key)
    ("clients_clientphone", "client_id", "e164 <> ''", "e164"),
    ("clients_client", "id", "email_key <> ''", "email_key"),
    ("clients_client", "id", "name_postcode_key <> ''", "name_postcode_key"),
    ("clients_property", "client_id", "is_primary AND postcode_key <> '' AND line1 <> ''", ""),
)
BLOCKS = len(_SHARED)


def groups(workspace_id: int, block: int) -> list[list[int]]:
    """The clients that share a key of this block, those with the lowest ids first. One statement."""
    table, column, condition, key = _SHARED[block]
    many = f"count(*) > 1 AND count(DISTINCT {column}) BETWEEN 2 AND {MOST}"
    sql = _GROUP.format(
        ids=_ids(f"{table}.{column}"),
        table=table,
        condition=condition,
        key=key or _HOUSE[connection.vendor],
        many=many,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [workspace_id])
        return sorted(_read(row[0]) for row in cursor.fetchall())


def pairs(group: list[int]) -> Iterator[tuple[int, int]]:
    """Everybody of a group with everybody else, the lower id first."""
    return combinations(group, 2)


def _ids(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"array_agg(DISTINCT {column})"
    return f"json_group_array(DISTINCT {column})"


def _read(ids: list[int] | str) -> list[int]:
    return sorted(json.loads(ids) if isinstance(ids, str) else ids)
