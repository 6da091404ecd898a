"""The tables of a view, made and filled from the log: those in use, those of a rebuild, those of a replay."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg import sql as pg

from eventstore.reader import since
from projections.kernel import sql
from projections.kernel.view import View

BATCH = 1000
LOCK = 0x56494557  # "VIEW"
LOST = (psycopg.OperationalError, psycopg.InterfaceError)


class Untaken(Exception):
    """A fact that a view cannot take: its `position` in the log, and the `error`."""

    def __init__(self, view: str, position: int, error: Exception) -> None:
        self.view = view
        self.position = position
        self.error = f"{type(error).__name__}: {error}"
        super().__init__(f"the view {view} cannot take the fact at position {position}: {self.error}")


@asynccontextmanager
async def turn(connection: AsyncConnection[Any], view: View) -> AsyncIterator[None]:
    """One at a time builds a view beside the one in use."""
    await connection.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", (LOCK, view.name))
    try:
        yield
    finally:
        if not connection.closed:
            await connection.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", (LOCK, view.name))


async def create(connection: AsyncConnection[Any], view: View, schema: str) -> None:
    """Make the view's tables in a new schema, within a transaction of the caller's."""
    await connection.execute(pg.SQL("CREATE SCHEMA {}").format(pg.Identifier(schema)))
    await connection.execute(pg.SQL("SET LOCAL search_path = {}").format(pg.Identifier(schema)))
    await connection.execute(view.tables.encode())


async def fill(
    connection: AsyncConnection[Any], view: View, schema: str, after: int, until: int
) -> list[Untaken]:
    """Carry the facts beyond position `after`, up to `until`, into the tables; those that cannot be taken.

    They are found by halving (positions are dense): one such fact among 1,000 costs some twenty savepoints.
    """
    if after >= until:
        return []
    try:
        async with connection.transaction():
            facts = await since(connection, after, until - after)
            await sql.write(connection, schema, (row for fact in facts for row in view.project(fact)))
    except LOST:
        raise
    except Exception as error:
        if until - after == 1:
            return [Untaken(view.name, until, error)]
        middle = (after + until) // 2
        return [
            *await fill(connection, view, schema, after, middle),
            *await fill(connection, view, schema, middle, until),
        ]
    return []
