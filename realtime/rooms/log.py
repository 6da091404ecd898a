"""What the stream asks of the log, also for facts this release does not know."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any
from uuid import UUID

import psycopg
from psycopg_pool import AsyncConnectionPool

from domain.entry.ids import registration_of_account
from eventstore.reader import Reader, known
from eventstore.records import Recorded, Scope
from projections.entry import queries
from projections.kernel.rows import live

PAGE = 500
ENTERED = "Registration.Submitted"
UNAVAILABLE = (psycopg.Error, TimeoutError)
"""The log, or the database it is in, does not answer."""


class ScopeLog:
    """Facts in order, read so that nothing else waits: decoded in threads where there are many."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def head(self, scope: Scope) -> int:
        """The number of its last event; 0 where there is none."""
        return await self._reader.sequence(scope)

    async def heads(self, scopes: Collection[Scope]) -> dict[Scope, int]:
        """The number of the last event of each that has one."""
        return await self._reader.sequences(scopes)

    async def after(self, scope: Scope, event: int, until: int, limit: int = PAGE) -> list[Recorded]:
        """The next facts beyond `event`, up to `until`."""
        rows = await self._reader.rows_of_scope(scope, ("",), event, until, limit)
        return await _decoded(rows)

    async def all(self, scope: Scope, until: int) -> AsyncIterator[list[Recorded]]:
        """Every fact up to `until`, page by page."""
        last = 0
        while last < until and (facts := await self.after(scope, last, until)):
            yield facts
            last = facts[-1].sequence or until


class AccountLog(ScopeLog):
    """Besides: what one account has entered, and facts of many streams in the order of the log."""

    def __init__(self, reader: Reader, pool: AsyncConnectionPool[Any]) -> None:
        super().__init__(reader)
        self._pool = pool

    async def position(self) -> int:
        """The position of the last fact; all before it are there."""
        return await self._reader.head()

    async def entered(self, account: UUID, until: int) -> set[Scope]:
        """The tournaments an account has entered up to a position: as the view has them, and beyond it."""
        async with live(self._pool) as rows:
            position = await rows.position("registrations")
            found = await queries.entered(rows, account)
        later = await self.entries(position, until)
        known = {Scope("tournament", each) for each in found}
        return known.union(each for each, own in later if own == registration_of_account(each.id, account))

    async def entries(self, after: int, until: int) -> list[tuple[Scope, UUID]]:
        """Who entered between two positions: the tournament and the registration of each."""
        return await self._reader.streams_of_topic(ENTERED, after, until)

    async def of(self, streams: Sequence[UUID], after: int, until: int) -> list[Recorded]:
        """The facts of these streams between two positions, by position."""
        return await _decoded(await self._reader.rows_of_streams(streams, after, until))

    async def at(self, positions: Sequence[int]) -> list[Recorded]:
        """The facts at these positions, in order."""
        return await _decoded(await self._reader.rows_at(positions))


async def _decoded(rows: Sequence[Sequence[Any]]) -> list[Recorded]:
    if len(rows) < PAGE // 10:
        return _all(rows)
    return await asyncio.to_thread(_all, rows)


def _all(rows: Sequence[Sequence[Any]]) -> list[Recorded]:
    return [known(row) for row in rows]
