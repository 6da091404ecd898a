"""A replay of the log says whether the live views are what the facts say."""

import asyncio
from typing import Any

from psycopg_pool import AsyncConnectionPool

from application.account.commands import OpenAccount
from application.kernel.actor import VISITOR
from application.kernel.engine import Engine
from eventstore.reader import Reader
from projections.kernel.replay import Verdict, replay
from projections.kernel.runner import Runner
from projections.views import VIEWS
from tests.projections.test_views import evening, pool, rows

__all__ = ["pool"]


async def verdict(pool: AsyncConnectionPool[Any]) -> Verdict:
    async with pool.connection() as connection:
        return await replay(VIEWS, connection)


async def test_a_replay_equals_the_live_views_and_leaves_nothing_behind(
    engine: Engine, reader: Reader, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    await Runner(VIEWS, pool).step()

    found = await verdict(pool)

    assert found.equal
    assert found.events == await reader.head()
    schemas = await rows(pool, "information_schema.schemata")
    assert not [row for row in schemas if row["schema_name"].endswith("_replay")]


async def test_live_views_go_on_while_a_replay_runs(
    engine: Engine, reader: Reader, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    runner = Runner(VIEWS, pool)
    await runner.step()
    seen = await reader.head()
    async with pool.connection() as connection, connection.transaction():
        await connection.execute("LOCK TABLE view_standings.place IN ACCESS EXCLUSIVE MODE")
        replaying = asyncio.create_task(verdict(pool))
        while all(lock["granted"] for lock in await rows(pool, "pg_locks")):
            assert not replaying.done()
        await engine.execute(OpenAccount(handle="meanwhile", display_name="Meanwhile"), VISITOR)
        async with asyncio.timeout(10):
            await runner.step()

    found = await replaying

    assert runner.position == seen + 1
    assert (found.equal, found.events) == (True, seen)


async def test_a_row_changed_by_hand_is_named(
    engine: Engine, reader: Reader, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    await Runner(VIEWS, pool).step()
    async with pool.connection() as connection:
        await connection.execute("UPDATE view_standings.place SET low = 1 WHERE low = 2")

    found = await verdict(pool)

    assert not found.equal
    assert found.difference is not None
    assert (found.difference.view, found.difference.table) == ("standings", "place")
    assert found.difference.live is not None
    assert (found.difference.live["low"], found.difference.live["high"]) == (1, 2)


async def test_a_row_lost_from_a_view_is_named(
    engine: Engine, reader: Reader, pool: AsyncConnectionPool[Any]
) -> None:
    await evening(engine)
    await Runner(VIEWS, pool).step()
    async with pool.connection() as connection:
        await connection.execute("DELETE FROM view_matches.match WHERE number = 2")

    found = await verdict(pool)

    assert found.difference is not None
    assert found.difference.live is None
    assert found.difference.replayed is not None
    assert found.difference.replayed["number"] == 2
