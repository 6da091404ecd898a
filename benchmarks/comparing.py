"""What benchmarks share: a durable server of their own, the library as it comes, and figures side by side."""

import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from uuid import uuid4

import msgspec
import uvloop
from eventsourcing.application import Application
from psycopg.conninfo import conninfo_to_dict

from bootstrap.postgres.cluster import Cluster
from domain.account.account import Account

Results = list[dict[str, object]]


def measure(run: Callable[[Cluster], Awaitable[Results]]) -> None:
    """Run on a durable server of our own and print one JSON document."""
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="palio-bench-")) / "pgdata")
    cluster.start()
    try:
        sys.stdout.write(msgspec.json.encode({"results": uvloop.run(run(cluster))}).decode() + "\n")
    finally:
        cluster.stop("immediate")


def account() -> Account:
    """A new account whose first fact is pending."""
    return Account(handle=uuid4().hex, display_name="Ann", role="PLAYER", credential=None)


def environment(url: str) -> dict[str, str]:
    """What points the library at tables of its own in the same database."""
    at = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(at["dbname"]),
        "POSTGRES_HOST": str(at["host"]),
        "POSTGRES_PORT": "5432",
        "POSTGRES_USER": "postgres",
        "POSTGRES_PASSWORD": "unused",
        "POSTGRES_POOL_SIZE": "32",
    }


def stock(url: str) -> Application:
    """The library's own application."""
    return Application(env=environment(url))


def compared(
    question: str, pairs: list[tuple[float, float]], peer: str, reach: str, unit: str = "per second"
) -> dict[str, object]:
    """Medians of both sides and of the ratio, round by round."""
    digits = 0 if unit == "per second" else 2
    return {
        "question": question,
        "value": round(median(mine for mine, _ in pairs), digits),
        "unit": unit,
        "peer": peer,
        "peer_value": round(median(theirs for _, theirs in pairs), digits),
        "ratio": round(median(mine / theirs for mine, theirs in pairs), 2),
        "reach": reach,
    }
