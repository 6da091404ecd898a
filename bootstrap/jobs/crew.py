"""Jobs are carried out, a few at a time; a worker that dies is replaced, one that is stopped loses none."""

import asyncio
from asyncio import CancelledError
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.worker import Worker as Hand

from application.kernel.jobs import Worker, Workers

log = structlog.get_logger("jobs")
TRIES = 8
"""The last is made about an hour after the first."""
PAUSE = 1.0
POLL = 1.0
"""Seconds after which jobs are looked for unasked: retries, and what came while one looked, are not told."""
Tell = Callable[[int, str], Awaitable[None]]
"""Note down what a job failed of."""


class Again(BaseRetryStrategy):
    """After 3, 9, 27 … seconds, a number of times; at once where the worker was stopped."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None for not any more."""
        if isinstance(exception, CancelledError):
            return RetryDecision()
        if job.attempts + 1 >= TRIES:
            return None
        return RetryDecision(retry_in={"seconds": 3 ** (job.attempts + 1)})


class Crew:
    """Does the jobs that have a worker here, and leaves others to the release that has.

    Stopped, it waits `grace` seconds for those under way; what then goes on is broken off, and waits again.
    """

    def __init__(
        self, app: App, workers: Workers, tell: Tell, *, at_once: int, grace: float, stalled_after: float
    ) -> None:
        for name, worker in workers.items():
            app.task(name=name, queue=name, pass_context=True, retry=Again())(_told(worker, tell))
        self._app = app
        self._options: dict[str, Any] = {
            "queues": list(workers),
            "concurrency": at_once,
            "shutdown_graceful_timeout": grace,
            "update_heartbeat_interval": stalled_after / 3,
            "stalled_worker_timeout": stalled_after,
            "fetch_job_polling_interval": POLL,
            "install_signal_handlers": False,
        }
        self._hand: Hand | None = None
        self._stopped = asyncio.Event()

    async def run(self) -> None:
        """Until stopped."""
        while not self._stopped.is_set():
            self._hand = Hand(self._app, **self._options)
            try:
                await self._hand.run()  # type: ignore[no-untyped-call]
            except ConnectorException as error:  # without its database, or taken for dead by another
                log.warning("a worker of jobs ends and is replaced", error=str(error.__cause__ or error))
            except Exception:
                log.exception("a worker of jobs died and is replaced")
            await _at_most(PAUSE, self._stopped.wait())

    def stop(self) -> None:
        """Take no more jobs, and end."""
        self._stopped.set()
        if self._hand:
            self._hand.stop()  # type: ignore[no-untyped-call]


def _told(worker: Worker, tell: Tell) -> Callable[..., Awaitable[None]]:
    async def carried_out(context: JobContext, **arguments: Any) -> None:
        try:
            await worker(arguments)
        except Exception as error:
            await tell(context.job.id or 0, f"{type(error).__name__}: {error}")
            raise

    return carried_out


async def _at_most(seconds: float, waiting: Awaitable[Any]) -> None:
    task = asyncio.ensure_future(waiting)
    await asyncio.wait({task}, timeout=seconds)
    task.cancel()
