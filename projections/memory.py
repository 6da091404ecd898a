"""The same changes applied to rows in memory: a view as it was at any moment of one tournament."""

from collections.abc import Iterable
from typing import Any

from eventstore.records import Recorded
from projections.changes import Change, Drop
from projections.view import View

Rows = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


def apply(rows: Rows, changes: Iterable[Change]) -> None:
    """Carry the changes out on `rows`, by table and key."""
    for change in changes:
        table, key = rows.setdefault(change.table, {}), tuple(change.key.values())
        if isinstance(change, Drop):
            table.pop(key, None)
        else:
            table.setdefault(key, dict(change.key)).update(change.values)


def as_of(view: View, facts: Iterable[Recorded]) -> Rows:
    """The tables of `view` after these facts and no others."""
    rows: Rows = {}
    for fact in facts:
        apply(rows, view.project(fact))
    return rows
