"""Facts become rows: batch by batch, each with its checkpoints in one transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from eventstore.reader import head, since
from projections.kernel import sql
from projections.kernel.filling import BATCH, LOST, fill
from projections.kernel.view import View

IDLE = 1.0
Positions = dict[str, int]
Carry = Callable[[AsyncConnection[Any], Positions], Awaitable[int]]


class Runner:
    """Keeps views up to date. Any number may run at once: the checkpoint's row lock makes them take turns.

    A view whose tables are of another version is another release's to keep, and is left alone.
    """

    def __init__(self, views: Sequence[View], pool: AsyncConnectionPool[Any]) -> None:
        self._views = {view.name: view for view in views}
        self._pool = pool
        self._moved = asyncio.Condition()
        self._position = 0
        self.wake = asyncio.Event()

    @property
    def position(self) -> int:
        """The position every view has reached, as far as this runner has seen."""
        return self._position

    async def run(self) -> None:
        """Until cancelled: catch up, then sleep until woken. A lost database is waited for."""
        while True:
            self.wake.clear()
            try:
                while await self.step():  # what comes after a batch that was not full wakes again
                    pass
            except LOST:
                await asyncio.sleep(0.2)
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(IDLE):  # wait_for of 3.11 can lose a cancellation
                    await self.wake.wait()

    async def step(self) -> bool:
        """One batch for all views; whether it was full, so that there may be more."""
        async with self._pool.connection() as connection:
            try:
                async with connection.pipeline():  # three round trips rather than seven
                    full, position = await self._batch(connection, self._together)
            except LOST:
                raise
            except Exception:  # a fact that one view cannot take: set it aside there, and spare the others
                full, position = await self._batch(connection, self._apart)
        self._position = position
        async with self._moved:
            self._moved.notify_all()
        return full

    async def _batch(self, connection: AsyncConnection[Any], carry: Carry) -> tuple[bool, int]:
        """One transaction; whether it was full, and the position every view has reached by it."""
        async with connection.transaction():
            await connection.execute("SET LOCAL synchronous_commit = off")  # the log can always say it again
            stored, kept = await self._checkpoints(connection)
            after = min(kept.values(), default=0)
            until = await carry(connection, kept) if kept else after
            if until > after:
                await connection.execute(
                    "UPDATE palio.checkpoints SET position = greatest(position, %s) WHERE view = ANY(%s)",
                    (until, list(kept)),
                )
        reached = [max(at, until) if name in kept else at for name, at in stored.items()]
        return until - after >= BATCH, min(reached, default=0)

    async def _checkpoints(self, connection: AsyncConnection[Any]) -> tuple[Positions, Positions]:
        """Where each view stands, locked; and the same of those with tables of this release's version."""
        cursor = await connection.execute(
            "SELECT view, position, version FROM palio.checkpoints"
            " WHERE view = ANY(%s) ORDER BY view FOR UPDATE",
            (list(self._views),),
        )
        rows = await cursor.fetchall()
        stored = {name: position for name, position, _ in rows}
        kept = {name: at for name, at, version in rows if version == self._views[name].version}
        return stored, kept

    async def _together(self, connection: AsyncConnection[Any], at: Positions) -> int:
        """The facts read once for all views; the position of the last."""
        after = min(at.values())
        facts = await since(connection, after, BATCH)
        for name, position in at.items():
            view = self._views[name]
            changes = (row for fact in facts if fact.position > position for row in view.project(fact))
            await sql.write(connection, view.schema, changes)
        return facts[-1].position if facts else after

    async def _apart(self, connection: AsyncConnection[Any], at: Positions) -> int:
        """The same for each view alone; a fact that it cannot take becomes a dead letter."""
        until = min(min(at.values()) + BATCH, await head(connection))
        for name, position in at.items():
            view = self._views[name]
            for untaken in await fill(connection, view, view.schema, position, until):
                await connection.execute(
                    "INSERT INTO palio.dead_letters (view, position, error) VALUES (%s, %s, %s)",
                    (name, untaken.position, untaken.error),
                )
        return until

    async def wait(self, position: int, timeout: float = 5.0) -> None:
        """Until every view shows the fact at `position`; TimeoutError where that takes too long."""
        self.wake.set()
        async with asyncio.timeout(timeout), self._moved:
            await self._moved.wait_for(lambda: self._position >= position)
