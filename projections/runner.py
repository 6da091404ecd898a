"""Facts become rows: batch by batch, each with its checkpoints in one transaction."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from eventstore.reader import Reader
from eventstore.records import Recorded
from projections import sql
from projections.view import View

BATCH = 1000
IDLE = 1.0
LOST = (psycopg.OperationalError, psycopg.InterfaceError)


class Runner:
    """Keeps views up to date. Any number may run at once: the checkpoint's row lock makes them take turns."""

    def __init__(self, views: Sequence[View], reader: Reader, pool: AsyncConnectionPool[Any]) -> None:
        self._views = {view.name: view for view in views}
        self._reader = reader
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
                while await self.step():
                    pass
            except LOST:
                await asyncio.sleep(0.2)
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(IDLE):  # wait_for of 3.11 can lose a cancellation
                    await self.wake.wait()

    async def step(self) -> bool:
        """One batch for all views; whether there was one."""
        try:
            async with self._pool.connection() as connection, connection.transaction():
                moved = await self._batch(connection, BATCH)
        except LOST:
            raise
        except Exception:  # one fact is poison for one view: find out which, and spare the others
            moved = await self._one_by_one()
        async with self._moved:
            self._moved.notify_all()
        return moved

    async def _batch(self, connection: AsyncConnection[Any], limit: int, *, only: str | None = None) -> bool:
        await connection.execute("SET LOCAL synchronous_commit = off")  # the log can always say it again
        names = [only] if only else list(self._views)
        at = await _checkpoints(connection, names)
        facts = await self._reader.since(min(at.values()), limit)
        if not facts:
            self._position = min(at.values())
            return False
        for name in names:
            beyond = [fact for fact in facts if fact.position > at[name]]
            await self._apply(connection, self._views[name], beyond)
        await connection.execute(
            "UPDATE palio.checkpoints SET position = greatest(position, %s) WHERE view = ANY(%s)",
            (facts[-1].position, names),
        )
        self._position = facts[-1].position
        return True

    async def _apply(self, connection: AsyncConnection[Any], view: View, facts: Sequence[Recorded]) -> None:
        await sql.write(connection, view.schema, (row for fact in facts for row in view.project(fact)))

    async def _one_by_one(self) -> bool:
        """Each view alone, fact by fact over one batch; what still fails becomes a dead letter."""
        moved = False
        for name in self._views:
            for _ in range(BATCH):
                try:
                    async with self._pool.connection() as connection, connection.transaction():
                        more = await self._batch(connection, 1, only=name)
                except LOST:
                    raise
                except Exception as error:
                    await self._set_aside(name, error)
                    more = True
                moved = moved or more
                if not more:
                    break
        return moved

    async def _set_aside(self, view: str, error: Exception) -> None:
        async with self._pool.connection() as connection, connection.transaction():
            at = (await _checkpoints(connection, [view]))[view]
            await connection.execute(
                "INSERT INTO palio.dead_letters (view, position, error) VALUES (%s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                (view, at + 1, f"{type(error).__name__}: {error}"),
            )
            await connection.execute(
                "UPDATE palio.checkpoints SET position = %s WHERE view = %s", (at + 1, view)
            )

    async def wait(self, position: int, timeout: float = 5.0) -> None:
        """Until every view shows the fact at `position`; TimeoutError where that takes too long."""
        self.wake.set()
        async with asyncio.timeout(timeout), self._moved:
            await self._moved.wait_for(lambda: self._position >= position)


async def _checkpoints(connection: AsyncConnection[Any], names: Sequence[str]) -> dict[str, int]:
    cursor = await connection.execute(
        "SELECT view, position FROM palio.checkpoints WHERE view = ANY(%s) ORDER BY view FOR UPDATE",
        (list(names),),
    )
    return dict(await cursor.fetchall())
