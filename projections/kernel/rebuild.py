"""A view built again from the log while the old one is read and kept up to date, then switched at once."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, LiteralString

import msgspec
from psycopg import AsyncConnection, sql
from psycopg.errors import LockNotAvailable

from projections.kernel.filling import BATCH, create, fill, turn
from projections.kernel.view import View


class Rebuilt(msgspec.Struct, frozen=True):
    """A view that stands on new tables: facts read, and how long all of it and the switch took."""

    view: str
    events: int
    seconds: float
    switch_ms: float


async def rebuild(
    view: View, connection: AsyncConnection[Any], progress: Callable[[int, int], None] | None = None
) -> Rebuilt:
    """Build the view's tables anew as this release defines them, switch to them, and forget its dead letters.

    The connection is in autocommit, with the application's rights. The view stands where it stood before.
    Several rebuilds of it take turns; one that was killed is started over by the next. Raises Untaken at a
    fact that the view cannot take; the old tables then stay in use.
    """
    async with turn(connection, view):
        began = time.monotonic()
        await _begin(connection, view)
        position = await _catch_up(connection, view, progress)
        while (switched := await _switch(connection, view, position)) is None:
            pass
        await connection.execute(_drop(_old(view)))
        position, held = switched
        return Rebuilt(view.name, position, time.monotonic() - began, 1000 * held)


async def _begin(connection: AsyncConnection[Any], view: View) -> None:
    """Empty tables, and none of an earlier rebuild."""
    async with connection.transaction():
        for leftover in (_old(view), _next(view)):
            await connection.execute(_drop(leftover))
        await create(connection, view, _next(view))


async def _catch_up(
    connection: AsyncConnection[Any], view: View, progress: Callable[[int, int], None] | None
) -> int:
    """Batch by batch, until one ends where the old tables stood when it began; the position reached."""
    position = 0
    while position < (goal := await _stands(connection, view)):
        until = min(position + BATCH, goal)
        async with connection.transaction():
            await _fill(connection, view, position, until)
        position = until
        if progress:
            progress(position, goal)
        if position == goal:
            break
    return position


async def _switch(connection: AsyncConnection[Any], view: View, position: int) -> tuple[int, float] | None:
    """Where the view stands, and the seconds it stood still; None where a reader held on for too long.

    Readers in flight end on the old tables. Those who come meanwhile wait, and never longer than the timeout.
    """
    with suppress(LockNotAvailable):
        async with connection.transaction():
            goal = await _stands(connection, view, "FOR UPDATE")
            began = time.monotonic()
            await _fill(connection, view, position, goal)
            await connection.execute("SET LOCAL lock_timeout = '1s'")
            await connection.execute("LOCK TABLE palio.view_switch IN EXCLUSIVE MODE")
            await connection.execute(_rename(view.schema, _old(view)))
            await connection.execute(_rename(_next(view), view.schema))
            await connection.execute(
                "UPDATE palio.checkpoints SET version = %s WHERE view = %s", (view.version, view.name)
            )
            await connection.execute("DELETE FROM palio.dead_letters WHERE view = %s", (view.name,))
        return goal, time.monotonic() - began
    return None


async def _stands(connection: AsyncConnection[Any], view: View, locked: LiteralString = "") -> int:
    query = f"SELECT position FROM palio.checkpoints WHERE view = %s {locked}"  # noqa: S608
    row = await (await connection.execute(query, (view.name,))).fetchone()
    if row is None:
        raise LookupError(f"the view {view.name} has no tables")
    return int(row[0])


async def _fill(connection: AsyncConnection[Any], view: View, after: int, until: int) -> None:
    """As part of a transaction that need not reach the disk at once: the log can always say it again."""
    await connection.execute("SET LOCAL synchronous_commit = off")
    for untaken in await fill(connection, view, _next(view), after, until):
        raise untaken


def _next(view: View) -> str:
    return f"{view.schema}_next"


def _old(view: View) -> str:
    return f"{view.schema}_old"


def _rename(schema: str, name: str) -> sql.Composed:
    return sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(schema), sql.Identifier(name))


def _drop(schema: str) -> sql.Composed:
    return sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema))
