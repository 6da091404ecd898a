"""Where a demo lives: a log of its own under PALIO_HOME, never another's, and a port that is free."""

import fcntl
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from bootstrap.container import prepare
from bootstrap.errors import Refused
from bootstrap.postgres.embedded import DATABASE, Cluster, embedded
from bootstrap.serving import listening
from bootstrap.settings import Settings, load
from demo.cast import ORGANISER
from domain.account.ids import account_id
from eventstore import database

PORTS = 20
"""How many ports are tried."""


def settled(port: int | None) -> Settings:
    """The settings of a demo; a database, a Redis or an address that is set is a real server's, and not used.

    Raises Refused in production.
    """
    given = load(PALIO_DEMO=True, **({} if port is None else {"PALIO_PORT": port}))
    if given.environment == "production":
        raise Refused("a demo has no place in production: it runs where PALIO_ENV is development")
    others = dict.fromkeys(("database_url", "database_owner_url", "redis_url"))
    return given.model_copy(update={**others, "base_url": "", "home": given.home / "demo"})


def free(host: str, port: int) -> socket.socket:
    """A socket that listens at this port or the next that is free; Refused where all of them are taken."""
    last = min(port + PORTS, 65535)
    for candidate in range(port, last):
        with suppress(Refused):
            return listening(host, candidate)
    return listening(host, last)


@asynccontextmanager
async def own_log(settings: Settings, *, empty: bool) -> AsyncIterator[str]:
    """The database's URL, up to date; emptied first where that is asked for.

    Raises Refused where the log is not a demo's, or another process plays it.
    """
    with embedded(settings.home) as url, _alone(settings.home, settings.origin):
        if not await _a_demos(url):
            raise Refused(
                f"{settings.home} holds a log that is no demo's: set PALIO_HOME to another directory"
            )
        if empty:
            cluster = Cluster(settings.home.expanduser().resolve() / "pgdata")
            cluster.drop_database(DATABASE)
            cluster.create_database(DATABASE)
        await prepare(url)
        yield url


async def _a_demos(url: str) -> bool:
    """Whether the log is empty, or begins as a demo does: with its organiser's account."""
    async with await database.connect(url, role=None) as connection:
        cursor = await connection.execute("SELECT to_regclass('palio.events') IS NOT NULL")
        if await cursor.fetchone() == (False,):
            return True
        cursor = await connection.execute("SELECT originator_id FROM palio.events WHERE position = 1")
        return await cursor.fetchone() in (None, (account_id(ORGANISER),))


@contextmanager
def _alone(home: Path, address: str) -> Iterator[None]:
    """One process at a time; the kernel lets go of the lock however it ends."""
    with (home.expanduser() / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Refused(f"this demo is being played already, at {lock.read()}") from None
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield
