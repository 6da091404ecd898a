"""The embedded PostgreSQL: the first process starts it, others join, the last to leave stops it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from bootstrap.postgres.binaries import PostgresUnavailable
from bootstrap.postgres.cluster import Cluster

__all__ = ["DATABASE", "Cluster", "PostgresUnavailable", "embedded"]

DATABASE = "palio"


@contextmanager
def embedded(home: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield the owner's URL of database `palio` under `home`, shared by every process that asks for it.

    Each user of the server holds a shared lock on one file. The kernel lets go of it however a process
    ends, so no list of pids can go stale; whoever can take the lock alone is the last and stops the server.
    """
    home = home.expanduser().resolve()
    cluster = Cluster(home / "pgdata", settings or {})
    with _lease(home) as lease:
        with _turn(home):
            fcntl.flock(lease, fcntl.LOCK_SH)
            cluster.start()
            cluster.create_database(DATABASE)
        try:
            yield cluster.url(DATABASE)
        finally:
            with _turn(home):
                _stop_if_last(cluster, lease)


def _lease(home: Path) -> IO[str]:
    try:
        home.mkdir(parents=True, exist_ok=True)
        return (home / "postgres.lease").open("a")
    except OSError as failure:
        raise PostgresUnavailable(
            f"{home} cannot be written ({failure.strerror}): set PALIO_HOME to a directory of your own."
        ) from failure


@contextmanager
def _turn(home: Path) -> Iterator[None]:
    """One process at a time starts or stops."""
    with (home / "postgres.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _stop_if_last(cluster: Cluster, lease: IO[str]) -> None:
    with suppress(BlockingIOError):
        fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        cluster.stop()
