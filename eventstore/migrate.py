"""Forward-only migrations: each file once, in order, under a lock, and never edited afterwards."""

import re
from hashlib import sha256
from importlib.resources import files

from psycopg import AsyncConnection, sql

from eventstore.database import connect

LOCK = 0x50414C494F  # "PALIO"
INCLUDE = re.compile(r"^-- include (\S+) (\S+)$", re.MULTILINE)
"""Where a migration takes in a file of a library, by package and name."""


class MigrationChanged(Exception):
    """A file that was applied reads differently now."""


def scripts() -> dict[str, str]:
    """Every migration by name, in order."""
    found = [entry for entry in files("migrations").iterdir() if entry.name.endswith(".sql")]
    return {entry.name: entry.read_text("utf-8") for entry in sorted(found, key=lambda entry: entry.name)}


async def migrate(url: str) -> list[str]:
    """Apply what is missing, as the database's owner; several at once take turns. The names applied."""
    connection = await connect(url, role=None)
    async with connection:
        await connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        await connection.execute("CREATE SCHEMA IF NOT EXISTS palio")
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS migrations"
            " (name text PRIMARY KEY, sha256 bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        missing = await pending(connection)
        for name in missing:
            await _apply(connection, name, scripts()[name])
    return missing


async def pending(connection: AsyncConnection[tuple[str, bytes]]) -> list[str]:
    """The migrations not applied yet; MigrationChanged where an applied one was edited."""
    rows = await (await connection.execute("SELECT name, sha256 FROM migrations")).fetchall()
    applied = dict(rows)
    for name, text in scripts().items():
        if name in applied and bytes(applied[name]) != sha256(text.encode()).digest():
            raise MigrationChanged(
                f"{name} was applied and has been edited since: write a new migration instead"
            )
    return [name for name in scripts() if name not in applied]


async def _apply(connection: AsyncConnection[tuple[str, bytes]], name: str, text: str) -> None:
    async with connection.transaction():
        await connection.execute(sql.SQL(_complete(text)))
        digest = sha256(text.encode()).digest()
        await connection.execute("INSERT INTO migrations (name, sha256) VALUES (%s, %s)", (name, digest))


def _complete(text: str) -> str:
    return INCLUDE.sub(lambda found: files(found[1]).joinpath(found[2]).read_text("utf-8"), text)
