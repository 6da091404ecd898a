"""Jobs on the real store, done by workers that a test provides."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from application.kernel.jobs import Arguments, Workers
from bootstrap.jobs.connector import application
from bootstrap.jobs.crew import Crew
from bootstrap.jobs.queue import Queue
from eventstore.database import pool as opened_pool


@pytest.fixture
async def jobs_pool(database: str) -> AsyncIterator[AsyncConnectionPool[Any]]:
    async with opened_pool(database, 4) as pool:
        yield pool


@pytest.fixture
def queue(jobs_pool: AsyncConnectionPool[Any]) -> Queue:
    return Queue(jobs_pool)


class Told:
    """A worker that says what it was told, and does as it is bidden."""

    def __init__(self, *outcomes: Exception | None) -> None:
        self.heard: list[Arguments] = []
        self._outcomes = list(outcomes)

    async def __call__(self, arguments: Arguments) -> None:
        self.heard.append(arguments)
        if self._outcomes and (error := self._outcomes.pop(0)):
            raise error


class Endless:
    """A worker that never comes to an end by itself."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()

    async def __call__(self, arguments: Arguments) -> None:
        self.begun.set()
        await asyncio.Event().wait()


@asynccontextmanager
async def crew(
    url: str, workers: Workers, *, at_once: int = 1, grace: float = 5, stalled_after: float = 30
) -> AsyncIterator[Crew]:
    """Workers that do jobs meanwhile, and tell nobody why one failed."""

    async def unheard(job: int, error: str) -> None: ...

    app = application(url, at_once)
    made = Crew(app, workers, unheard, at_once=at_once, grace=grace, stalled_after=stalled_after)
    async with app.open_async():
        task = asyncio.create_task(made.run())
        try:
            yield made
        finally:
            made.stop()
            await task


async def until(condition: Callable[[], Awaitable[Any]], within: float = 20) -> Any:
    """What the condition answers as soon as it holds."""
    async with asyncio.timeout(within):
        while not (answer := await condition()):
            await asyncio.sleep(0.01)
        return answer


async def stored(pool: AsyncConnectionPool[Any]) -> list[dict[str, Any]]:
    """Every job as its table has it, the oldest first."""
    async with pool.connection() as connection:
        cursor = connection.cursor(row_factory=dict_row)
        await cursor.execute("SELECT *, status::text AS status FROM jobs.procrastinate_jobs ORDER BY id")
        return await cursor.fetchall()


async def statuses(pool: AsyncConnectionPool[Any]) -> list[str]:
    return [row["status"] for row in await stored(pool)]
