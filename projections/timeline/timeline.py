"""The one fold of views fact by fact: what each touched, and what some rows held after any earlier one."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import structlog

from eventstore.records import Recorded
from projections.kernel.changes import Change, Drop, Put, Tables, apply
from projections.kernel.filling import Untaken
from projections.kernel.rows import Row
from projections.kernel.view import View

log = structlog.get_logger("projections")
Columns = Mapping[str, Mapping[str, Sequence[str]]]
"""By view and table."""
NONE: Columns = {}


class Touched(msgspec.Struct, frozen=True):
    """One change of a fact, with its row as it stood before and stands after; None where there is none."""

    view: str
    change: Change
    before: Row | None
    after: Row | None


class Past:
    """One row through time."""

    __slots__ = ("_rows", "_since")

    def __init__(self) -> None:
        self._since: list[int] = []
        self._rows: list[Row | None] = []

    def set(self, since: int, row: Row | None) -> None:
        """The row from event `since` on; events come in order."""
        if self._rows and self._rows[-1] == row:
            return
        self._since.append(since)
        self._rows.append(row)

    def at(self, event: int) -> Row | None:
        """The row after that event; None before the first."""
        found = bisect_right(self._since, event)
        return self._rows[found - 1] if found else None


class Timeline:
    """Tables of some views, as they stand after the last fact taken.

    Of the columns in `past` it is known what they held after any event. Where it is `lean`, nothing else is
    kept at all.
    """

    def __init__(self, views: Iterable[View], past: Columns = NONE, *, lean: bool = False) -> None:
        self.tables: dict[str, Tables] = {view.name: {} for view in views}
        self._views = tuple(views)
        self._columns = past
        self._lean = lean
        self._past: dict[tuple[str, str, tuple[Any, ...]], Past] = {}

    def take(self, fact: Recorded) -> list[Touched]:
        """The next fact. Raises Untaken for the first view that cannot take it; the others have."""
        touched: list[Touched] = []
        untaken: Untaken | None = None
        for view in self._views:
            try:
                touched += self._carry(view, list(view.project(fact)), fact.sequence or 0)
            except Exception as error:
                untaken = untaken or Untaken(view.name, fact.position, error)
        if untaken:
            raise untaken
        return touched

    def take_all(self, facts: Iterable[Recorded]) -> None:
        """These facts; what a view cannot take is left out of it, as it is of its tables."""
        for fact in facts:
            try:
                self.take(fact)
            except Untaken:
                log.exception("a view cannot take a fact", topic=fact.topic)

    def at(self, view: str, table: str, key: tuple[Any, ...], event: int) -> Row | None:
        """What a row held after that event in the columns of the past; None where there was no such row."""
        past = self._past.get((view, table, key))
        return past.at(event) if past else None

    def _carry(self, view: View, changes: list[Change], event: int) -> Iterator[Touched]:
        tables, known = self.tables[view.name], self._columns.get(view.name, {})
        for each in changes:
            columns = known.get(each.table)
            if columns is None and self._lean:
                continue
            change = _narrowed(each, columns or ()) if self._lean else each
            key = tuple(change.key.values())
            before = _copy(tables, change.table, key)
            apply(tables, [change])
            after = _copy(tables, change.table, key)
            if columns is not None:
                past = self._past.setdefault((view.name, change.table, key), Past())
                past.set(event, after and {name: after.get(name) for name in columns})
            yield Touched(view.name, change, before, after)


def _copy(tables: Tables, table: str, key: tuple[Any, ...]) -> Row | None:
    row = tables.get(table, {}).get(key)
    return None if row is None else dict(row)


def _narrowed(change: Change, columns: Sequence[str]) -> Change:
    if isinstance(change, Drop):
        return change
    values = {name: change.values[name] for name in columns if name in change.values}
    return Put(change.table, change.key, values)
