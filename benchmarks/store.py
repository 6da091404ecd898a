"""Commands stored per second with 32 callers, and the log read back: beside the library and pgbench."""

import asyncio
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg
from eventsourcing.application import Application
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import AsyncConnectionPool

from benchmarks.comparing import Results, account, compared, measure, stock
from bootstrap.postgres import binaries
from bootstrap.postgres.cluster import Cluster
from eventstore.migrate import migrate
from eventstore.reader import Reader
from eventstore.records import Append, Metadata
from eventstore.writer import Writer

CALLERS = 32
ROUNDS = 5


async def ours(url: str, each: int) -> float:
    """Aggregates made, encoded and stored through the group-commit writer, per second."""
    async with Writer(url) as writer:

        async def caller() -> None:
            for _ in range(each):
                who = Metadata(command_id=uuid4(), name="OpenAccount")
                await writer.append(Append(metadata=who, events=account().collect_events()))

        began = time.perf_counter()
        await asyncio.gather(*(caller() for _ in range(CALLERS)))
        return CALLERS * each / (time.perf_counter() - began)


def library(application: Application, each: int) -> float:
    """The same through `Application.save()` from 32 threads, per second."""

    def caller(_: int) -> None:
        for _ in range(each):
            application.save(account())

    began = time.perf_counter()
    with ThreadPoolExecutor(CALLERS) as threads:
        list(threads.map(caller, range(CALLERS)))
    return CALLERS * each / (time.perf_counter() - began)


def pgbench(url: str, seconds: int) -> float:
    """Single-row inserts of the same size by 32 clients of pgbench, per second."""
    at = conninfo_to_dict(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS pgbench_rows (id bigserial PRIMARY KEY, stream uuid, state bytea)"
        )
    script = Path(tempfile.mkdtemp()) / "insert.sql"
    values = "gen_random_uuid(), decode(repeat('ab', 180), 'hex')"
    script.write_text(f"INSERT INTO pgbench_rows (stream, state) VALUES ({values});")
    command = [str(binaries.directory() / "pgbench"), "-n", "-M", "prepared", "-c", str(CALLERS), "-j", "2"]
    command += ["-T", str(seconds), "-f", str(script), "-h", str(at["host"]), "-U", "postgres"]
    command.append(str(at["dbname"]))
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(said.split("tps = ")[1].split()[0])


async def read_ours(url: str) -> float:
    """Facts read and decoded per second, the whole log."""
    async with AsyncConnectionPool(url, open=False) as pool:
        reader, position, began = Reader(pool), 0, time.perf_counter()
        while facts := await reader.since(position, 2000):
            position = facts[-1].position
        return position / (time.perf_counter() - began)


def read_library(application: Application) -> float:
    """The same through the library's recorder and mapper."""
    count, start, began = 0, 1, time.perf_counter()
    while rows := application.recorder.select_notifications(start, 5000):
        for row in rows:
            application.mapper.to_domain_event(row)
        count, start = count + len(rows), rows[-1].id + 1
    return count / (time.perf_counter() - began)


async def run(cluster: Cluster) -> Results:
    """Every comparison, both sides by turns in one run."""
    url = cluster.url()
    await migrate(url)
    application = stock(url)
    against_library, against_pgbench = [], []
    await ours(url, 50)
    for _ in range(ROUNDS):
        mine = await ours(url, 400)
        against_library.append((mine, await asyncio.to_thread(library, application, 50)))
        against_pgbench.append((await ours(url, 400), await asyncio.to_thread(pgbench, url, 3)))
    read = [(await read_ours(url), await asyncio.to_thread(read_library, application)) for _ in range(ROUNDS)]
    application.close()
    return [
        compared("commands stored, 32 callers", against_library, "eventsourcing Application.save()", ">= 6"),
        compared("commands stored, 32 callers", against_pgbench, "pgbench single-row INSERT", ">= 0.8"),
        compared("read and decode the whole log", read, "eventsourcing recorder and mapper", ">= 2"),
    ]


def main() -> None:
    """Measure and print."""
    measure(run)


if __name__ == "__main__":
    main()
