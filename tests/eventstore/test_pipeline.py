"""Statements that are under way together end each for itself, or are lost together."""

import asyncio

import psycopg
import uvloop
from psycopg import AsyncConnection

from eventstore.pipeline import Pipeline

SLOW = "PREPARE slow (text) AS SELECT pg_sleep(60), $1"
DIVIDE = "PREPARE divide (int, int) AS SELECT $1 / $2"


async def test_one_that_fails_leaves_those_around_it_alone(database: str) -> None:
    pipeline = await Pipeline.open(database, "divide", DIVIDE)
    answers = [pipeline.send(values) for values in (["6", "3"], ["1", "0"], ["8", "2"])]
    said = await asyncio.gather(*answers, return_exceptions=True)
    await pipeline.close()

    assert (said[0], said[2]) == ([(2,)], [(4,)])
    assert isinstance(said[1], psycopg.errors.DivisionByZero)


async def test_a_connection_reset_with_two_under_way_is_noticed_also_by_uvloop(database: str) -> None:
    async def scenario() -> list[object]:
        pipeline = await Pipeline.open(database, "slow", SLOW)
        async with await AsyncConnection.connect(database, autocommit=True) as owner:
            first = pipeline.send(["first"])
            while not await backends(owner):
                pass
            second = pipeline.send(["never read, so the server resets the connection"])
            for (pid,) in await backends(owner):
                await owner.execute("SELECT pg_terminate_backend(%s)", (pid,))
            async with asyncio.timeout(10):
                said = await asyncio.gather(first, second, return_exceptions=True)
        await pipeline.close()
        return [*said, pipeline.lost]

    for _ in range(12):  # now and then the reset comes after the last word, and only then is it missed
        first, second, lost = await asyncio.to_thread(uvloop.run, scenario())

        assert isinstance(first, psycopg.OperationalError)
        assert isinstance(second, psycopg.OperationalError)
        assert lost


async def backends(owner: AsyncConnection[tuple[int]]) -> list[tuple[int]]:
    found = await owner.execute(
        "SELECT pid FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event = 'PgSleep' AND state = 'active'"
    )
    return await found.fetchall()
