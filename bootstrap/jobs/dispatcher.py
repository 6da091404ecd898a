"""From the log to jobs: what reactions are owed is put in, and their marks moved, in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import structlog
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from application.kernel.jobs import Job, Reaction
from bootstrap.jobs.queue import put
from eventstore.reader import COLUMNS, head, recorded
from projections.kernel.filling import LOST
from projections.kernel.runner import Runner

log = structlog.get_logger("jobs")
BATCH = 1000
IDLE = 5.0
"""Seconds after which the log is looked at although nobody said that it has grown."""
LATER = "react_later"
"""The job for a fact that a reaction could not take: it fails where everyone sees it, and can be retried."""
Row = tuple[Any, ...]
FACTS = (
    f"SELECT {COLUMNS} FROM palio.facts WHERE position > %s AND position <= %s"  # noqa: S608
    " AND topic = ANY(%s) ORDER BY position"
)
TOPIC = COLUMNS.split(", ").index("topic")


async def declare(connection: AsyncConnection[Any], reactions: Sequence[Reaction]) -> None:
    """A reaction that is new begins where the log ends now; the others stay where they are."""
    await connection.execute(
        "INSERT INTO palio.reactions SELECT name, position FROM unnest(%s::text[]) AS name, palio.log_head"
        " ON CONFLICT DO NOTHING",
        ([reaction.name for reaction in reactions],),
    )


class Dispatcher:
    """Any number may run at once, of several releases too: a mark that one holds is not another's to move."""

    def __init__(self, reactions: Sequence[Reaction], pool: AsyncConnectionPool[Any], runner: Runner) -> None:
        self._reactions = {reaction.name: reaction for reaction in reactions}
        self._pool = pool
        self._runner = runner

    async def run(self) -> None:
        """Until cancelled, behind the views: whoever does a job finds its fact in them."""
        async with self._pool.connection() as connection:
            await declare(connection, list(self._reactions.values()))
        while True:
            position = self._runner.position
            with suppress(*LOST):
                while await self.step():
                    pass
            with suppress(TimeoutError):
                await self._runner.wait(position + 1, IDLE)

    async def step(self) -> bool:
        """One batch; whether there may be more.

        It need not reach the disk at once: jobs and marks are lost together, and put in again.
        """
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute("SET LOCAL synchronous_commit = off")
            marks = await self._marks(connection)
            after = min(marks.values(), default=0)
            until = min(after + BATCH, await head(connection)) if marks else after
            if until > after:
                await put(connection, self._owed(marks, await self._facts(connection, marks, after, until)))
                await connection.execute(
                    "UPDATE palio.reactions SET position = greatest(position, %s) WHERE reaction = ANY(%s)",
                    (until, list(marks)),
                )
        return until - after >= BATCH

    async def _marks(self, connection: AsyncConnection[Any]) -> dict[str, int]:
        cursor = await connection.execute(
            "SELECT reaction, position FROM palio.reactions WHERE reaction = ANY(%s)"
            " ORDER BY reaction FOR UPDATE SKIP LOCKED",
            (list(self._reactions),),
        )
        return dict(await cursor.fetchall())

    async def _facts(
        self, connection: AsyncConnection[Any], names: Mapping[str, int], after: int, until: int
    ) -> list[Row]:
        """Not decoded yet: most are of no interest, and those of a newer release could not be."""
        topics = [topic for name in names for topic in self._reactions[name].topics]
        cursor = await connection.execute(FACTS, (after, until, topics), binary=True)
        return await cursor.fetchall()

    def _owed(self, marks: Mapping[str, int], rows: Sequence[Row]) -> Iterator[Job]:
        for row in rows:
            for name, mark in marks.items():
                if row[0] > mark and row[TOPIC] in self._reactions[name].topics:
                    yield from self._jobs(self._reactions[name], row)

    def _jobs(self, reaction: Reaction, row: Row) -> list[Job]:
        try:
            return jobs(reaction, row)
        except Exception:
            log.exception("a reaction cannot take a fact", reaction=reaction.name, position=row[0])
            return [Job(LATER, {"reaction": reaction.name, "position": row[0]})]


def jobs(reaction: Reaction, row: Row) -> list[Job]:
    """What a reaction makes of one row of COLUMNS."""
    return [Job(reaction.name, arguments) for arguments in reaction.jobs(recorded(row))]
