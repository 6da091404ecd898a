"""The same changes applied to rows in memory: a view as it was at any moment of one tournament."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from eventstore.records import Recorded
from projections.kernel.changes import Change, Drop
from projections.kernel.view import View

Rows = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


def apply(rows: Rows, changes: Iterable[Change]) -> None:
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


def as_of(view: View, facts: Iterable[Recorded]) -> Rows:
    """The tables of `view` after these facts and no others."""
    rows: Rows = {}
    for fact in facts:
        apply(rows, view.project(fact))
    return rows
