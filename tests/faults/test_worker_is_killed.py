"""A worker that is killed in the middle of a job leaves nothing undone, and nothing is done twice."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool

from application.kernel.engine import Engine
from bootstrap.jobs.queue import Queue
from domain.kernel import moment
from eventstore.database import connect
from eventstore.reader import Reader
from tests.jobs.test_following_windows import Evening
from tests.support.jobs import statuses, stored, until
from tests.support.process import running

STALLED_AFTER = "3"
STORING = " FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def test_what_a_worker_was_doing_when_it_was_killed_another_does(
    database: str,
    writer: Any,
    reader: Reader,
    engine: Engine,
    queue: Queue,
    jobs_pool: AsyncConnectionPool[Any],
    tmp_path: Path,
) -> None:
    variables = {
        "DATABASE_URL": database,
        "PALIO_HOME": str(tmp_path),
        "PALIO_JOBS_STALLED_AFTER": STALLED_AFTER,
    }
    evening = Evening(writer, reader)
    evening.now = moment.now()
    ago = evening.now - timedelta(hours=1)
    await evening.begins(registration_opens_at=ago, registration_closes_at=None, check_in_opens_at=None)

    async def in_the_middle() -> bool:
        with psycopg.connect(database) as owner:
            storing = owner.execute(f"SELECT count(*) {STORING}".encode()).fetchone() == (1,)
        return storing and "doing" in await statuses(jobs_pool)

    async def done() -> bool:
        return set(await statuses(jobs_pool)) == {"succeeded"}

    async with await connect(database, role=None) as held:
        async with held.transaction():
            await held.execute("SELECT FROM log_head FOR UPDATE")  # the step cannot be stored meanwhile
            async with running("worker", **variables) as first:
                await until(in_the_middle)
                first.kill()
                await first.wait()
            with psycopg.connect(database) as owner:
                owner.execute(f"SELECT pg_terminate_backend(pid) {STORING}".encode())
        async with running("worker", **variables) as second:
            await until(done, within=60)
            second.terminate()
            assert await second.wait() == 0

    assert (await evening.topics())[2:] == ["RegistrationOpened"]
    assert max(job["attempts"] for job in await stored(jobs_pool)) == 2
    assert (await queue.backlog()).seen_seconds is None  # whoever ends as it should signs off
