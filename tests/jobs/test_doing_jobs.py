"""Jobs are done at least once: again where they failed, and by others where a worker died."""

import asyncio
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool

from application.kernel.jobs import Job
from bootstrap.jobs.connector import NAME, application, connections
from bootstrap.jobs.crew import TRIES
from bootstrap.jobs.queue import Queue
from bootstrap.jobs.upkeep import Upkeep
from tests.support.jobs import Endless, Told, crew, statuses, stored, until

WAVE = Job("wave", {"to": "ann"})
TAKEN = "SELECT query FROM pg_stat_activity WHERE application_name = %s AND datname = current_database()"


async def left_behind(pool: AsyncConnectionPool[Any], *, tries: int = 0) -> None:
    """As a worker that was killed a while ago leaves it."""
    async with pool.connection() as connection:
        await connection.execute(
            "WITH dead AS (INSERT INTO jobs.procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 minute') RETURNING id)"
            " UPDATE jobs.procrastinate_jobs SET status = 'doing', worker_id = dead.id, attempts = %s"
            " FROM dead",
            (tries,),
        )


async def looked_after(url: str, pool: AsyncConnectionPool[Any]) -> None:
    app = application(url, 1)
    async with app.open_async():
        await Upkeep(app, pool, stalled_after=30).step()


async def done(pool: AsyncConnectionPool[Any]) -> bool:
    return set(await statuses(pool)) == {"succeeded"}


async def test_a_job_is_done_by_the_worker_of_its_name(
    database: str, queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    waved, bowed = Told(), Told()
    async with crew(database, {"wave": waved, "bow": bowed}):
        await queue.defer(WAVE)
        await until(lambda: done(jobs_pool))

    assert (waved.heard, bowed.heard) == ([{"to": "ann"}], [])


async def test_a_job_of_another_release_is_left_to_it(
    database: str, queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    waved = Told()
    await queue.defer(Job("unheard_of", {}), WAVE)
    async with crew(database, {"wave": waved}):
        await until(lambda: succeeded(jobs_pool))

    assert await statuses(jobs_pool) == ["todo", "succeeded"]


async def test_what_a_killed_worker_was_doing_is_done_by_another(
    database: str, queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await queue.defer(WAVE)
    await left_behind(jobs_pool)
    assert (await queue.backlog()).stalled == 1

    waved = Told()
    await looked_after(database, jobs_pool)
    async with crew(database, {"wave": waved}):
        await until(lambda: done(jobs_pool))
    assert waved.heard == [{"to": "ann"}]


async def test_a_job_that_ends_its_worker_every_time_has_failed(
    database: str, queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await queue.defer(WAVE)
    await left_behind(jobs_pool, tries=TRIES - 1)
    await looked_after(database, jobs_pool)

    assert await statuses(jobs_pool) == ["failed"]
    assert (await queue.backlog()).failed == 1


async def test_a_worker_that_is_alive_keeps_its_job(
    database: str, queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    endless = Endless()
    await queue.defer(WAVE)
    async with crew(database, {"wave": endless}, grace=0):
        await endless.begun.wait()
        await looked_after(database, jobs_pool)
        assert await statuses(jobs_pool) == ["doing"]


async def test_a_worker_taken_for_dead_is_replaced_within_its_process(
    database: str, queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    waved = Told()
    async with crew(database, {"wave": waved}):
        await until(lambda: seen(queue))
        async with jobs_pool.connection() as connection:
            await connection.execute("DELETE FROM jobs.procrastinate_workers")
        await queue.defer(WAVE)
        await until(lambda: done(jobs_pool))
        assert (await queue.backlog()).seen_seconds is not None


async def test_whoever_is_stopped_breaks_off_what_takes_too_long_and_lets_it_wait_again(
    database: str, queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    endless = Endless()
    await queue.defer(WAVE)
    async with asyncio.timeout(20):
        async with crew(database, {"wave": endless}, grace=0.05):
            await endless.begun.wait()

    (row,) = await stored(jobs_pool)
    assert (row["status"], row["worker_id"]) == ("todo", None)


async def test_a_job_that_fails_again_and_again_stays_where_it_is_seen(
    database: str, queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await queue.defer(WAVE)
    async with jobs_pool.connection() as connection:
        await connection.execute("UPDATE jobs.procrastinate_jobs SET attempts = %s", (TRIES - 1,))
    async with crew(database, {"wave": Told(ValueError("no hand"))}):
        await until(lambda: failed(jobs_pool))
    assert (await queue.backlog()).failed == 1

    (row,) = await queue.listed(["failed"], 10)
    assert await queue.retry(row.id)
    assert not await queue.retry(row.id)
    waved = Told()
    async with crew(database, {"wave": waved}):
        await until(lambda: done(jobs_pool))
    assert waved.heard == [{"to": "ann"}]


async def test_a_process_takes_the_connections_it_says_the_listening_one_among_them(
    database: str, queue: Queue
) -> None:
    at_once = 3
    endless = [Endless() for _ in range(at_once)]
    workers = {f"wave_{number}": worker for number, worker in enumerate(endless)}
    async with crew(database, workers, at_once=at_once, grace=0):
        await queue.defer(*(Job(name, {}) for name in workers))
        for worker in endless:
            await worker.begun.wait()

        async def taken() -> list[str]:
            """Once one of them listens, which a job need not wait for."""
            with psycopg.connect(database) as connection:
                queries = [row[0] for row in connection.execute(TAKEN.encode(), (NAME,))]
            return queries if any(query.startswith("LISTEN") for query in queries) else []

        queries = await until(taken)

    assert sum(query.startswith("LISTEN") for query in queries) == 1
    assert len(queries) <= connections(at_once)


async def succeeded(pool: AsyncConnectionPool[Any]) -> bool:
    return "succeeded" in await statuses(pool)


async def failed(pool: AsyncConnectionPool[Any]) -> bool:
    return await statuses(pool) == ["failed"]


async def seen(queue: Queue) -> bool:
    return (await queue.backlog()).seen_seconds is not None
