"""A job goes in with the transaction it is put in by, waits once, and holds up nobody."""

from typing import Any

from psycopg_pool import AsyncConnectionPool

from application.kernel.jobs import Job
from bootstrap.jobs.queue import Queue, put
from tests.support.jobs import Told, crew, statuses, stored, until

WAVE = Job("wave", {"to": "ann", "how": {"often": 2}})


async def test_the_same_job_waits_once_whatever_the_order_of_its_arguments(
    queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await queue.defer(WAVE, WAVE)
    await queue.defer(Job("wave", {"how": {"often": 2}, "to": "ann"}), Job("wave", {"to": "ben"}))

    assert [row["args"]["to"] for row in await stored(jobs_pool)] == ["ann", "ben"]


async def test_a_job_that_waits_already_leaves_the_transaction_whole(
    queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await queue.defer(WAVE)
    async with jobs_pool.connection() as connection:
        async with connection.transaction():
            await connection.execute("INSERT INTO palio.reactions VALUES ('before', 1)")
            await put(connection, [WAVE])
            await connection.execute("INSERT INTO palio.reactions VALUES ('after', 2)")
        cursor = await connection.execute("SELECT count(*) FROM palio.reactions WHERE position > 0")
        assert await cursor.fetchone() == (2,)
    assert await statuses(jobs_pool) == ["todo"]


async def test_a_transaction_that_is_rolled_back_takes_its_jobs_along(
    jobs_pool: AsyncConnectionPool[Any],
) -> None:
    async with jobs_pool.connection() as connection, connection.transaction(force_rollback=True):
        await put(connection, [WAVE])
    assert await stored(jobs_pool) == []


async def test_a_job_that_comes_back_makes_room_for_the_one_put_in_meanwhile(
    database: str, queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    class Refused(Told):
        async def __call__(self, arguments: dict[str, Any]) -> None:
            await queue.defer(WAVE)
            raise ValueError("not now")

    await queue.defer(WAVE)
    async with crew(database, {"wave": Refused()}):
        await until(lambda: tried(jobs_pool, 2))

    assert {row["status"] for row in await stored(jobs_pool)} == {"todo"}


async def test_a_job_that_waits_for_its_next_try_holds_up_no_other(
    database: str, queue: Queue, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    waved = Told(ValueError("not now"))
    await queue.defer(WAVE)
    async with crew(database, {"wave": waved}):
        await until(lambda: tried(jobs_pool, 1))
        await queue.defer(Job("wave", {"to": "ben"}))
        await until(lambda: count(jobs_pool, "succeeded"))

    first, second = await stored(jobs_pool)
    assert (first["status"], second["status"]) == ("todo", "succeeded")
    assert first["scheduled_at"] is not None
    assert (first["lock"], second["lock"]) == (None, None)


async def tried(pool: AsyncConnectionPool[Any], jobs: int) -> bool:
    """Whether so many jobs have been tried and wait again."""
    return sum(row["attempts"] > 0 and row["status"] == "todo" for row in await stored(pool)) >= jobs


async def count(pool: AsyncConnectionPool[Any], status: str) -> int:
    return (await statuses(pool)).count(status)
