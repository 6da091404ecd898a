"""Tournaments as they once stood: folded in threads, from the nearest earlier moment that is kept."""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import msgspec

from eventstore.moments import LARGEST
from eventstore.reader import Reader, known, recorded, stored_bytes
from eventstore.records import Recorded, Scope
from projections.kernel.changes import Tables, apply
from projections.kernel.rows import MemoryRows
from projections.kernel.view import View

AT_ONCE = 2
PAGE = 500
KEPT = 16 * 1024 * 1024
SMALLEST = 1024
Key = tuple[Scope, int, str]


class Folded(msgspec.Struct):
    """The tables of a view so far, the bytes of facts they came from, and the last event they show."""

    tables: Tables = {}
    size: int = SMALLEST
    last: int = 0


class Moments:
    """One scope's views after an event of it; what was does not change, and is kept for the next."""

    def __init__(self, views: Sequence[View], reader: Reader, kept: int = KEPT) -> None:
        """`kept` bounds what is kept, in bytes of the facts it was folded from."""
        self._views = {view.name: view for view in views}
        self._reader = reader
        self._most = kept
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._kept: OrderedDict[Key, Folded] = OrderedDict()

    def after(self, scope: Scope, sequence: int) -> MemoryRows:
        """Its rows after its event of that number; a view is folded when it is first asked."""
        return MemoryRows(lambda view: self._tables((scope, sequence, view)), sequence, self._facts)

    async def _facts(self, streams: Collection[UUID]) -> list[Recorded]:
        return [known(row) for row in await self._reader.rows_of_streams(list(streams), 0, LARGEST)]

    async def _tables(self, key: Key) -> Tables:
        if key not in self._kept:
            async with self._turns:
                if key not in self._kept:  # whoever had the turn before may have asked the same
                    self._keep(key, await self._fold(*key))
        self._kept.move_to_end(key)
        return self._kept[key].tables

    def _keep(self, key: Key, folded: Folded) -> None:
        """The last one stays, however large."""
        self._kept[key] = folded
        while len(self._kept) > 1 and sum(each.size for each in self._kept.values()) > self._most:
            self._kept.popitem(last=False)

    async def _fold(self, scope: Scope, until: int, name: str) -> Folded:
        """Page by page: nothing is held while a thread works, and the event loop takes in little at once."""
        view, full = self._views[name], True
        folded = await asyncio.to_thread(_copy, self._nearest(scope, until, name))
        while full:
            rows = await self._reader.rows_of_scope(
                scope, view.topics, after=folded.last, until=until, limit=PAGE
            )
            await asyncio.to_thread(_add, folded, view, rows)
            full = len(rows) == PAGE
        folded.last = until
        return folded

    def _nearest(self, scope: Scope, until: int, name: str) -> Folded:
        """The same view at the latest moment before; nothing where none is kept."""
        earlier = [
            folded
            for (kept, sequence, view), folded in self._kept.items()
            if (kept, view) == (scope, name) and sequence < until
        ]
        return max(earlier, key=lambda folded: folded.last, default=Folded())


def _copy(folded: Folded) -> Folded:
    tables = {table: {key: dict(row) for key, row in rows.items()} for table, rows in folded.tables.items()}
    return Folded(tables, folded.size, folded.last)


def _add(folded: Folded, view: View, rows: list[tuple[Any, ...]]) -> None:
    for fact in map(recorded, rows):
        apply(folded.tables, view.project(fact))
        folded.last = fact.sequence or 0
    folded.size += sum(map(stored_bytes, rows))
