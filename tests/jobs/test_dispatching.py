"""The log is the outbox: every fact since a reaction was declared leads to its jobs, and none before does."""

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import pytest
from psycopg_pool import AsyncConnectionPool

from application.kernel.engine import Engine
from application.kernel.jobs import Arguments, Reaction
from bootstrap.jobs.dispatcher import LATER, Dispatcher, declare
from bootstrap.jobs.queue import put
from domain.account.account import Account
from eventstore.ending import end
from eventstore.records import Append, Metadata, Recorded
from eventstore.writer import Writer
from projections.kernel.runner import Runner
from tests.kernel.test_engine import opened
from tests.support.jobs import stored, until


def welcome(recorded: Recorded) -> Iterable[Arguments]:
    return [{"handle": recorded.event.handle, "position": recorded.position}]


WELCOME = Reaction("welcome", (Account.Opened,), welcome, "Whoever is new is greeted.")
GREET = Reaction("greet", (Account.Opened, Account.RoleGranted), lambda _: [{}, {"twice": True}], "So be it.")


@pytest.fixture
async def declared(jobs_pool: AsyncConnectionPool[Any]) -> None:
    async with jobs_pool.connection() as connection:
        await declare(connection, [WELCOME])


def dispatcher(pool: AsyncConnectionPool[Any], *reactions: Reaction) -> Dispatcher:
    return Dispatcher(reactions or (WELCOME,), pool, Runner([], pool))


async def put_in(pool: AsyncConnectionPool[Any]) -> list[Any]:
    return [row["args"]["handle"] for row in await stored(pool)]


async def mark(pool: AsyncConnectionPool[Any], name: str) -> int:
    async with pool.connection() as connection:
        cursor = await connection.execute("SELECT position FROM palio.reactions WHERE reaction = %s", (name,))
        return int((await cursor.fetchall())[0][0])


async def test_every_fact_leads_to_its_job_once(
    engine: Engine, declared: None, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await opened(engine, "ann")
    for _ in range(2):
        await dispatcher(jobs_pool).step()
    await opened(engine, "ben")
    await dispatcher(jobs_pool).step()

    assert await put_in(jobs_pool) == ["ann", "ben"]
    assert await mark(jobs_pool, "welcome") == 2


async def test_a_reaction_that_is_new_begins_where_the_log_ends(
    engine: Engine, declared: None, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await opened(engine, "ann")
    async with jobs_pool.connection() as connection:
        await declare(connection, [WELCOME, GREET])
    await dispatcher(jobs_pool, WELCOME, GREET).step()

    assert [row["task_name"] for row in await stored(jobs_pool)] == ["welcome"]
    await opened(engine, "ben")
    await dispatcher(jobs_pool, WELCOME, GREET).step()
    names = [row["task_name"] for row in await stored(jobs_pool)]
    assert sorted(names) == ["greet", "greet", "welcome", "welcome"]


async def test_jobs_and_mark_are_stored_together_or_not_at_all(
    engine: Engine, declared: None, jobs_pool: AsyncConnectionPool[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    await opened(engine, "ann")

    async def killed(connection: Any, jobs: Any) -> None:
        await put(connection, jobs)
        raise ConnectionResetError

    with monkeypatch.context() as patched, pytest.raises(ConnectionResetError):
        patched.setattr("bootstrap.jobs.dispatcher.put", killed)
        await dispatcher(jobs_pool).step()
    assert (await put_in(jobs_pool), await mark(jobs_pool, "welcome")) == ([], 0)

    await dispatcher(jobs_pool).step()
    assert await put_in(jobs_pool) == ["ann"]


async def test_several_at_once_put_each_job_in_once(
    engine: Engine, declared: None, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    several = [dispatcher(jobs_pool) for _ in range(3)]
    running = [asyncio.create_task(one.run()) for one in several]
    for handle in ("ann", "ben", "cat"):
        await opened(engine, handle)
    await until(lambda: came(jobs_pool, 3))
    await end(*running)

    assert await put_in(jobs_pool) == ["ann", "ben", "cat"]


async def test_a_mark_that_another_holds_is_waited_for_by_nobody(
    engine: Engine, declared: None, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await opened(engine, "ann")
    async with jobs_pool.connection() as other, other.transaction():
        await other.execute("SELECT FROM palio.reactions WHERE reaction = 'welcome' FOR UPDATE")
        async with asyncio.timeout(5):
            assert not await dispatcher(jobs_pool).step()
    assert await put_in(jobs_pool) == []


async def test_a_fact_that_a_reaction_cannot_take_becomes_a_job_that_says_so(
    engine: Engine, declared: None, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    def unable(recorded: Recorded) -> Iterable[Arguments]:
        raise LookupError(recorded.event.handle)

    await opened(engine, "ann")
    await dispatcher(jobs_pool, Reaction("welcome", WELCOME.on, unable, "")).step()

    (row,) = await stored(jobs_pool)
    assert (row["task_name"], row["args"]) == (LATER, {"reaction": "welcome", "position": 1})
    assert await mark(jobs_pool, "welcome") == 1


async def test_facts_of_a_newer_release_stand_in_nobodys_way(
    engine: Engine, writer: Writer, declared: None, jobs_pool: AsyncConnectionPool[Any]
) -> None:
    await writer.append(Append(metadata=Metadata(command_id=uuid4(), name="Later"), events=[Later()]))
    await opened(engine, "ann")
    await dispatcher(jobs_pool).step()

    assert await put_in(jobs_pool) == ["ann"]


class Later:
    """A fact whose class this release does not know."""

    TOPIC = "Later.Happened"

    def __init__(self) -> None:
        self.originator_id = uuid4()
        self.originator_version = 1


async def came(pool: AsyncConnectionPool[Any], position: int) -> bool:
    return await mark(pool, "welcome") >= position
