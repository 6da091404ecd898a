"""What a rebuild costs those who read meanwhile: how long a switch takes, and the slowest read."""

import asyncio
import time
from typing import Any
from uuid import uuid4

import psycopg
from psycopg_pool import AsyncConnectionPool

from benchmarks.comparing import Results, compared, measure
from benchmarks.playing import created, play, running, tournament
from bootstrap.postgres.cluster import Cluster
from eventstore import database
from eventstore.ending import end
from eventstore.reader import Reader
from projections.kernel.rebuild import rebuild
from projections.kernel.rows import live
from projections.kernel.tables import ensure
from projections.views import VIEWS

ROUNDS = 5


async def rebuilding(url: str) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of switches under writes and reads; of the reads meanwhile; of reads without rebuilds."""
    switches, meanwhile, before = [], [], []
    async with running(url) as (engine, runner), database.pool(url) as pool:
        await runner.wait(await Reader(pool).head(), 120)
        for spent, rebuilds in ((before, 0), (meanwhile, ROUNDS)):
            playing = asyncio.create_task(tournament(engine, uuid4()))
            reading = asyncio.create_task(reads(pool, spent))
            async with await database.connect(url) as connection:
                switches += [(await rebuild(view, connection)).switch_ms for view in VIEWS * rebuilds]
            await playing
            await end(reading)
    return switches, meanwhile, before


async def reads(pool: AsyncConnectionPool[Any], spent: list[float]) -> None:
    """Until cancelled: two views in one moment, as a page reads them."""
    while True:
        began = time.perf_counter()
        async with live(pool) as rows:
            await rows.select("directory", "tournament", {}, order=("created",), limit=20)
            await rows.select("matches", "match", {"status": "live"}, limit=20)
        spent.append(1000 * (time.perf_counter() - began))


def renames(url: str) -> list[float]:
    """Milliseconds of two renames of schemas in one transaction, alone."""
    spent = []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off; CREATE SCHEMA one; CREATE SCHEMA two")
        for _ in range(ROUNDS * len(VIEWS)):
            began = time.perf_counter()
            with connection.transaction():
                connection.execute("ALTER SCHEMA one RENAME TO three")
                connection.execute("ALTER SCHEMA two RENAME TO one")
            spent.append(1000 * (time.perf_counter() - began))
            connection.execute("ALTER SCHEMA three RENAME TO two")
    return spent


async def run(cluster: Cluster) -> Results:
    """Every view rebuilt in turn while a tournament is played and read."""
    url = await created(cluster, "played")
    await ensure(url, VIEWS)
    await play(url)
    switches, meanwhile, before = await rebuilding(url)
    alone = renames(url)
    return [
        compared(
            "switch of a rebuilt view", list(zip(switches, alone, strict=True)), "two renames alone", "", "ms"
        ),
        compared("slowest switch", [(max(switches), max(alone))], "two renames alone", "", "ms"),
        compared("slowest read meanwhile", [(max(meanwhile), max(before))], "without rebuilds", "", "ms"),
    ]


def main() -> None:
    """Measure and print."""
    measure(run)


if __name__ == "__main__":
    main()
