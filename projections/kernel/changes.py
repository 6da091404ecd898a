"""What a projector says: rows to put or to drop. The same changes are written to tables and to memory."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class Put(msgspec.Struct, frozen=True):
    """Set `values` in the row of `key`, which comes into being if need be; other columns keep theirs."""

    table: str
    key: dict[str, Any]
    values: dict[str, Any]


class Drop(msgspec.Struct, frozen=True):
    """Remove the row of `key`, if there is one."""

    table: str
    key: dict[str, Any]


Change = Put | Drop


class Folded(msgspec.Struct):
    """What a batch comes to for one row: dropped first or not, then these values, if any."""

    key: dict[str, Any]
    dropped: bool = False
    values: dict[str, Any] | None = None


def fold(changes: Iterable[Change]) -> dict[str, list[Folded]]:
    """One entry a row and table, so that a batch can be written set by set."""
    rows: dict[tuple[str, tuple[Any, ...]], Folded] = {}
    for change in changes:
        row = rows.setdefault((change.table, tuple(change.key.values())), Folded(change.key))
        if isinstance(change, Drop):
            row.dropped, row.values = True, None
        else:
            row.values = {**(row.values or {}), **change.values}
    tables: dict[str, list[Folded]] = {}
    for (table, _), row in rows.items():
        tables.setdefault(table, []).append(row)
    return tables


Tables = dict[str, dict[tuple[Any, ...], dict[str, Any]]]
"""The rows of tables in memory, by table and key."""


def apply(rows: Tables, changes: Iterable[Change]) -> None:
    """Carry the changes out on `rows`, by table and key; values are what PostgreSQL would give back."""
    for change in changes:
        table, key = rows.setdefault(change.table, {}), tuple(change.key.values())
        if isinstance(change, Drop):
            table.pop(key, None)
        else:
            table.setdefault(key, dict(change.key)).update(plain(change.values))


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Identifiers and instants as they are, everything nested as JSON has it."""
    return {
        name: value if isinstance(value, UUID | datetime) else msgspec.to_builtins(value)
        for name, value in values.items()
    }
