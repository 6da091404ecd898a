"""What dead workers left is taken up again, and what was done is forgotten after a while."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import structlog
from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from psycopg_pool import AsyncConnectionPool

from bootstrap.jobs.crew import TRIES

log = structlog.get_logger("jobs")
LOCK = 0x4A4F4253  # "JOBS"
KEPT_HOURS = 24
SWEEP = 3600.0


class Upkeep:
    """Any number may run; one at a time looks, so that no job is taken from whoever just took it up again."""

    def __init__(
        self,
        app: App,
        pool: AsyncConnectionPool[Any],
        *,
        stalled_after: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._pool = pool
        self._stalled_after = stalled_after
        self._clock = clock
        self._swept: float | None = None

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.step()
            except ConnectorException as error:
                log.warning("jobs cannot be looked after", error=str(error.__cause__ or error))
            await asyncio.sleep(self._stalled_after / 3)

    async def step(self) -> None:
        """Once, where nobody else is at it."""
        async with self._pool.connection() as connection, connection.transaction():
            cursor = await connection.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,))
            if await cursor.fetchone() == (True,):
                await self._take_up()
                await self._sweep()

    async def _take_up(self) -> None:
        """Workers that died are struck off here; procrastinate does so only where another one starts."""
        jobs = self._app.job_manager
        await jobs.prune_stalled_workers(self._stalled_after)
        for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=self._stalled_after):
            log.warning("a job is taken up again", job=job.id, name=job.task_name, tries=job.attempts + 1)
            await self._again(job)

    async def _again(self, job: Job) -> None:
        """One that ended its worker each time it was tried has failed like any other."""
        if job.attempts + 1 >= TRIES:
            await self._app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            await self._app.job_manager.retry_job(job)

    async def _sweep(self) -> None:
        if self._swept is None or self._clock() - self._swept >= SWEEP:
            await self._app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
            self._swept = self._clock()
