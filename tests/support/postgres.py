"""PostgreSQL for tests: a fast server for all workers, a fresh database for each test, a server to crash."""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from psycopg import AsyncConnection, sql

from application.subjects import MENU
from bootstrap.jobs.dispatcher import declare
from bootstrap.postgres.embedded import Cluster, embedded
from eventstore.database import ROLE, connect
from eventstore.migrate import migrate
from projections.kernel.tables import ensure
from projections.views import VIEWS

SHARED_HOME = "PALIO_TEST_HOME"  # set by the first pytest process and inherited by its xdist workers
TEMPLATE = "palio_template"
MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
UNSAFE_BUT_FAST = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}  # only ever here
numbers = itertools.count(1)


async def prepare(url: str) -> None:
    """Bring an empty database to the state in which a test expects it: the one place to add to."""
    await migrate(url)
    async with await connect(url, role=None) as connection:
        await declare(connection, MENU.reactions)
    await ensure(url, VIEWS)


def pytest_configure() -> None:
    """Choose where files go, and the directory of the shared server, before any worker is started."""
    if SHARED_HOME not in os.environ:
        if roomy(MEMORY):
            os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
        os.environ[SHARED_HOME] = tempfile.mkdtemp(prefix="palio-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the shared server's directory once the last worker is gone."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(SHARED_HOME), ignore_errors=True)


def roomy(directory: Path) -> bool:
    """Whether there is room for the databases of a run, in bytes."""
    return os.access(directory, os.W_OK) and shutil.disk_usage(directory).free > ROOM


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of the shared server: crash-unsafe and therefore fast."""
    with embedded(Path(os.environ[SHARED_HOME]), UNSAFE_BUT_FAST) as url:
        yield url


@pytest.fixture(scope="session")
async def template(postgres: str) -> str:
    """The name of a prepared database; the first worker prepares it, the others wait."""
    with _turn(Path(os.environ[SHARED_HOME]) / "template.lock"):
        if not await _exists(postgres, TEMPLATE):
            await _execute(postgres, "DROP DATABASE IF EXISTS {} WITH (FORCE)", "unfinished")
            await _execute(postgres, "CREATE DATABASE {}", "unfinished")
            await prepare(at(postgres, "unfinished"))
            await _execute(postgres, "ALTER DATABASE {} RENAME TO {}", "unfinished", TEMPLATE)
    return TEMPLATE


@pytest.fixture
async def database(postgres: str, template: str) -> AsyncIterator[str]:
    """The owner's URL of a fresh, prepared database, dropped after the test whoever is still connected."""
    name = f"test_{os.getpid()}_{next(numbers)}"
    await _execute(postgres, "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)
    await _execute(postgres, "GRANT CREATE ON DATABASE {} TO {}", name, ROLE)  # no template carries grants
    yield at(postgres, name)
    await _execute(postgres, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def durable_postgres() -> Iterator[Cluster]:
    """A server of one's own with fsync on, to stop, start, crash and restart; its URL is `.url()`."""
    directory = Path(tempfile.mkdtemp(prefix="palio-durable-"))
    cluster = Cluster(directory / "pgdata")
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop("immediate")
        shutil.rmtree(directory)


def at(url: str, database: str, user: str = "postgres") -> str:
    """The same server, another database or user."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{user}@", path=f"/{database}"))


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


async def _exists(url: str, database: str) -> bool:
    async with await AsyncConnection.connect(url) as connection:
        found = await connection.execute("SELECT FROM pg_database WHERE datname = %s", (database,))
        return await found.fetchone() is not None


async def _execute(url: str, statement: str, *names: str) -> None:
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
