"""Instants that have come become jobs; they are read off the views, so that none is ever missed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from application.kernel.jobs import Job, Jobs
from projections.kernel.filling import LOST
from projections.kernel.runner import Runner

LEAST = 0.2
"""Seconds between two looks, however busy the log is."""
MOST = 30.0
"""Seconds after which one looks again in any case: a clock may have been set."""


class Deadline(NamedTuple):
    """An instant, what it is called, and what is to be done then."""

    at: datetime
    name: str
    job: Job


class Agenda(NamedTuple):
    """Deadlines that have passed and are not met yet, and the instant of the next."""

    due: Sequence[Deadline]
    upcoming: datetime | None


class Timers:
    """Any number may run: a job that waits already is not put in again, and one done twice changes nothing.

    Each process puts a deadline's job in once. One that is not met by it has failed, and is seen to fail.
    """

    def __init__(
        self,
        agenda: Callable[[datetime], Awaitable[Agenda]],
        jobs: Jobs,
        runner: Runner,
        clock: Callable[[], datetime],
    ) -> None:
        self._agenda = agenda
        self._jobs = jobs
        self._runner = runner
        self._clock = clock
        self._asked: set[tuple[datetime, str, str]] = set()

    async def run(self) -> None:
        """Until cancelled: look, then sleep until the next instant or until the views have moved."""
        while True:
            position, pause = self._runner.position, MOST
            with suppress(*LOST):
                pause = self._until(await self.look())
            await asyncio.sleep(LEAST)
            with suppress(TimeoutError):
                await self._runner.wait(position + 1, pause)

    async def look(self) -> datetime | None:
        """Put in the jobs that are due by the clock; when the next one will be."""
        agenda = await self._agenda(self._clock())
        due = {(one.at, one.name, one.job.once): one.job for one in agenda.due}
        if fresh := [job for key, job in due.items() if key not in self._asked]:
            await self._jobs.defer(*fresh)
        self._asked = set(due)
        return agenda.upcoming

    def _until(self, upcoming: datetime | None) -> float:
        if upcoming is None:
            return MOST
        return min(MOST, max(0.0, (upcoming - self._clock()).total_seconds()))
