"""Facts shown per second beside the library's projection runner, and how soon a write is to be seen."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from statistics import quantiles
from threading import Event
from typing import Any
from uuid import uuid4

import psycopg
from eventsourcing.application import Application
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL

from application.account import commands as accounts
from application.kernel.actor import VISITOR
from benchmarks.comparing import Results, account, compared, environment, measure, stock
from benchmarks.playing import created, play, running
from bootstrap.postgres.cluster import Cluster
from eventstore import database
from eventstore.records import Append, Metadata, Recorded
from eventstore.writer import Writer
from projections.kernel.changes import Change, Put
from projections.kernel.runner import Runner
from projections.kernel.tables import ensure
from projections.kernel.view import View
from projections.views import VIEWS

ROUNDS = 5
FACTS = 20_000
PEER_FACTS = 2_000
WRITES = 500
COLUMNS = "(stream uuid, version integer, topic text, handle text, PRIMARY KEY (stream, version))"
TOLD = Event()


class Simple(View):
    """One row a fact."""

    @property
    def tables(self) -> str:
        return f"CREATE TABLE fact {COLUMNS}"


def simple(recorded: Recorded) -> Iterator[Change]:
    """Key and two values."""
    key = {"stream": recorded.originator_id, "version": recorded.originator_version}
    yield Put("fact", key, {"topic": recorded.topic, "handle": recorded.event.handle})


class Facts(PostgresTrackingRecorder):
    """The same table, written as the library's documentation does: row and tracking in one transaction."""

    def __init__(self, datastore: Any, **settings: Any) -> None:
        super().__init__(datastore, **settings)
        self.sql_create_statements.append(SQL(f"CREATE TABLE IF NOT EXISTS fact {COLUMNS}"))

    def put(self, fact: Any, tracking: Any) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                "INSERT INTO fact VALUES (%s, %s, %s, %s) ON CONFLICT (stream, version)"
                " DO UPDATE SET topic = EXCLUDED.topic, handle = EXCLUDED.handle",
                (fact.originator_id, fact.originator_version, fact.TOPIC, fact.handle),
                prepare=True,
            )


class OneRowAFact(Projection[Facts]):
    """The library's counterpart of `simple`."""

    name = "peer"

    def process_event(self, domain_event: Any, tracking: Any) -> None:
        self.view.put(domain_event, tracking)
        if tracking.notification_id == PEER_FACTS:
            TOLD.set()


def library(url: str, synchronous_commit: str) -> float:
    """Facts shown per second by the library's runner, from an empty table."""
    with psycopg.connect(url) as connection:
        connection.execute(f"ALTER DATABASE accounts SET synchronous_commit = {synchronous_commit}")
        connection.execute("DROP TABLE IF EXISTS fact, peer_tracking")
    TOLD.clear()
    began = time.perf_counter()
    with ProjectionRunner(
        application_class=Application, projection_class=OneRowAFact, view_class=Facts, env=environment(url)
    ):
        TOLD.wait()
        return PEER_FACTS / (time.perf_counter() - began)


async def ours(url: str, views: Sequence[View]) -> float:
    """Facts shown per second by the runner in its batches, from empty tables."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for view in views:
            await connection.execute(f"DROP SCHEMA IF EXISTS {view.schema} CASCADE")
        await connection.execute("DELETE FROM palio.checkpoints")
    await ensure(url, views)
    async with database.pool(url) as pool:
        runner, began = Runner(views, pool), time.perf_counter()
        while await runner.step():
            pass
        return runner.position / (time.perf_counter() - began)


async def visible(url: str) -> list[float]:
    """Milliseconds from the answer to a command until a SELECT has found its row; nothing else happens."""
    spent = []
    async with running(url) as (engine, runner), database.pool(url) as pool, pool.connection() as connection:
        for number in range(WRITES):
            handle = f"visible-{number}"
            outcome = await engine.execute(accounts.OpenAccount(handle=handle, display_name="Ann"), VISITOR)
            began = time.perf_counter()
            await runner.wait(outcome.position)
            found = await connection.execute("SELECT FROM view_accounts.account WHERE handle = %s", (handle,))
            assert found.rowcount == 1
            spent.append(1000 * (time.perf_counter() - began))
            await asyncio.sleep(0.01)
    return spent


def raw(url: str) -> list[float]:
    """Milliseconds of one INSERT and one SELECT of its row on one connection."""
    spent = []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")  # as rows of views are written
        connection.execute("CREATE TABLE raw (id uuid PRIMARY KEY, handle text)")
        for _ in range(WRITES):
            time.sleep(0.01)
            began = time.perf_counter()
            row = uuid4()
            connection.execute("INSERT INTO raw VALUES (%s, 'ann')", (row,))
            connection.execute("SELECT FROM raw WHERE id = %s", (row,))
            spent.append(1000 * (time.perf_counter() - began))
    return spent


async def store_accounts(url: str) -> None:
    """FACTS facts of ours, and PEER_FACTS of the same kind in the library's own tables."""
    async with Writer(url) as writer:
        for _ in range(FACTS // 100):
            made = [fact for _ in range(100) for fact in account().collect_events()]
            who = Metadata(command_id=uuid4(), name="OpenAccount")
            await writer.append(Append(metadata=who, events=made))
    application = stock(url)
    for _ in range(PEER_FACTS // 100):
        application.save(*(account() for _ in range(100)))
    application.close()


async def run(cluster: Cluster) -> Results:
    """Every comparison, both sides by turns in one run."""
    url, played = await created(cluster, "accounts"), await created(cluster, "played")
    await store_accounts(url)
    await play(played)
    waiting, alike, nine = [], [], []
    for _ in range(ROUNDS):
        mine = await ours(url, [Simple("simple", 1, __name__, (), {"Account.Opened": simple})])
        waiting.append((mine, await asyncio.to_thread(library, url, "on")))
        alike.append((mine, await asyncio.to_thread(library, url, "off")))
        nine.append((await ours(played, VIEWS), alike[-1][1]))
    written = quantiles(await visible(played), n=100), quantiles(await asyncio.to_thread(raw, played), n=100)
    stocked = "eventsourcing ProjectionRunner, one row a fact"
    limit = "INSERT and SELECT on one connection"
    return [
        compared("facts shown, one row each", waiting, stocked, ">= 20"),
        compared("facts shown, one row each", alike, f"{stocked}, synchronous_commit off", ">= 20"),
        compared("facts shown by all views", nine, f"{stocked}, synchronous_commit off", ""),
        *(
            compared(f"write to visible, p{p}", [(written[0][p - 1], written[1][p - 1])], limit, reach, "ms")
            for p, reach in ((50, "<= 5 ms"), (99, ""))
        ),
    ]


def main() -> None:
    """Measure and print."""
    measure(run)


if __name__ == "__main__":
    main()
