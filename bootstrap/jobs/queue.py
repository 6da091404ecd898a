"""Where jobs wait: put in on any connection, within whatever transaction it is in, and looked at."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, LiteralString

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool

from application.kernel.jobs import Arguments, Backlog, Job

STALLED_AFTER = 30.0
"""Seconds without a sign after which a worker is taken for dead."""
# The error of a taken queueing lock would abort the caller's transaction, or cost a savepoint a job; one that
# waits already is left alone instead. No job has a lock: one that is due later would hold it all the while.
DEFER = """
INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, args, queueing_lock)
SELECT name, name, arguments, once FROM jsonb_to_recordset(%s) AS job (name text, arguments jsonb, once text)
ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
"""
BACKLOG = """
SELECT count(*) FILTER (WHERE due) AS waiting,
       count(*) FILTER (WHERE status = 'doing') AS running,
       count(*) FILTER (WHERE status = 'doing' AND silent) AS stalled,
       count(*) FILTER (WHERE status = 'failed') AS failed,
       extract(epoch FROM now() - min(since) FILTER (WHERE due))::float AS oldest_seconds,
       (SELECT extract(epoch FROM now() - max(last_heartbeat))::float
        FROM jobs.procrastinate_workers) AS seen_seconds
FROM (
    SELECT j.status,
           j.status = 'todo' AND coalesce(j.scheduled_at <= now(), true) AS due,
           coalesce(w.last_heartbeat < now() - %s * interval '1 second', true) AS silent,
           coalesce(j.scheduled_at,
                    (SELECT min(e.at) FROM jobs.procrastinate_events e WHERE e.job_id = j.id)) AS since
    FROM jobs.procrastinate_jobs j LEFT JOIN jobs.procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status IN ('todo', 'doing', 'failed')
) AS job
"""
LISTED = """
SELECT j.id, j.task_name AS name, j.args AS arguments, j.status::text, j.attempts,
       j.scheduled_at AS due_at, e.error
FROM jobs.procrastinate_jobs j LEFT JOIN jobs.errors e ON e.job_id = j.id
WHERE j.status::text = ANY(%s) ORDER BY j.id DESC LIMIT %s
"""
RETRY = """
UPDATE jobs.procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL
WHERE id = %s AND status = 'failed'
"""
DISCARD = "DELETE FROM jobs.procrastinate_jobs WHERE id = %s AND status = 'failed'"


class Listed(msgspec.Struct, frozen=True):
    """One job: which it is, how it stands, how often it was tried, when it is due, what it last failed of."""

    id: int
    name: str
    arguments: Arguments
    status: str
    attempts: int
    due_at: datetime | None
    error: str | None


async def put(connection: AsyncConnection[Any], jobs: Iterable[Job]) -> None:
    """Put jobs in as part of the connection's transaction; those that wait already are left as they are."""
    rows = [{"name": job.name, "arguments": job.arguments, "once": job.once} for job in jobs]
    if rows:
        await connection.execute(DEFER, (msgspec.json.encode(rows).decode(),))


class Queue:
    """The jobs there are, of all processes on one database."""

    def __init__(self, pool: AsyncConnectionPool[Any], *, stalled_after: float = STALLED_AFTER) -> None:
        self._pool = pool
        self._stalled_after = stalled_after

    async def defer(self, *jobs: Job) -> None:
        """Put them in, stored when this returns; one that waits already is not put in twice."""
        async with self._pool.connection() as connection:
            await put(connection, jobs)

    async def backlog(self) -> Backlog:
        """How they stand."""
        async with self._pool.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Backlog))
            await cursor.execute(BACKLOG, (self._stalled_after,))
            backlog: list[Backlog] = await cursor.fetchall()
        return backlog[0]

    async def listed(self, statuses: Iterable[str], limit: int) -> list[Listed]:
        """The newest jobs of these statuses."""
        async with self._pool.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Listed))
            await cursor.execute(LISTED, (list(statuses), limit))
            return list(await cursor.fetchall())

    async def retry(self, job: int) -> bool:
        """Let a failed job wait again, as if it had never been tried; whether there is such a one."""
        return await self._changed(RETRY, job)

    async def discard(self, job: int) -> bool:
        """Remove a failed job for good; whether there was such a one."""
        return await self._changed(DISCARD, job)

    async def _changed(self, statement: LiteralString, job: int) -> bool:
        async with self._pool.connection() as connection:
            return bool((await connection.execute(statement, (job,))).rowcount)
