"""A process that works: it dispatches, minds the time, carries jobs out, and takes up what others left."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from psycopg_pool import AsyncConnectionPool

from api.kernel.services import Services
from application.subjects import MENU
from bootstrap.jobs.connector import application
from bootstrap.jobs.crew import Crew
from bootstrap.jobs.dispatcher import Dispatcher
from bootstrap.jobs.menu import agenda, workers
from bootstrap.jobs.timers import Timers
from bootstrap.jobs.upkeep import Upkeep
from bootstrap.running import running
from bootstrap.settings import Settings
from domain.kernel import moment
from eventstore import database

GRACE = 5.0
"""Seconds that a process which is stopped leaves its jobs: less than those after which it would be killed."""


@asynccontextmanager
async def working(settings: Settings, url: str, made: Services) -> AsyncIterator[None]:
    """Meanwhile. At the end jobs under way have a while to finish; those broken off wait for another."""
    stalled_after = settings.jobs_stalled_after
    app = application(url, settings.jobs_at_once)
    crew = Crew(
        app,
        workers(made),
        partial(_note, made.pool),
        at_once=settings.jobs_at_once,
        grace=GRACE,
        stalled_after=stalled_after,
    )
    async with app.open_async(), database.pool(url, 1) as own:
        dispatcher = Dispatcher(MENU.reactions, own, made.runner)
        timers = Timers(partial(agenda, made.pool), made.jobs, made.runner, moment.now)
        upkeep = Upkeep(app, made.pool, stalled_after=stalled_after)
        async with running(dispatcher.run, timers.run, upkeep.run), _manned(crew):
            yield


@asynccontextmanager
async def _manned(crew: Crew) -> AsyncIterator[None]:
    """Never cancelled: whoever is told to stop ends by itself, and hands back what it had begun."""
    task = asyncio.create_task(crew.run())
    try:
        yield
    finally:
        crew.stop()
        await asyncio.wait({task})


async def _note(pool: AsyncConnectionPool[Any], job: int, error: str) -> None:
    async with pool.connection() as connection:
        await connection.execute(
            "INSERT INTO jobs.errors (job_id, error) VALUES (%s, %s)"
            " ON CONFLICT (job_id) DO UPDATE SET error = EXCLUDED.error, at = now()",
            (job, error),
        )
