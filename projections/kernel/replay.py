"""A replay: every view built again from the log alone, beside the live one, and compared row by row."""

import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg import sql as pg
from psycopg.rows import dict_row

from projections.kernel.filling import BATCH, create, fill, turn
from projections.kernel.view import View


class Difference(msgspec.Struct, frozen=True):
    """The first row in which the live view and the replay disagree; None where a side has no such row."""

    view: str
    table: str
    live: dict[str, Any] | None
    replayed: dict[str, Any] | None


class Verdict(msgspec.Struct, frozen=True):
    """What a replay of `events` facts found, in `seconds`."""

    equal: bool
    events: int
    seconds: float
    difference: Difference | None = None


async def replay(
    views: Sequence[View],
    connection: AsyncConnection[Any],
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """Build every view anew and compare, in one transaction that is rolled back and so leaves nothing behind.

    It sees the views as they were when it began, whatever is written meanwhile; only rebuilds wait for it. A
    fact that a view cannot take is left out; one that was set aside and can be taken now is a difference.
    """
    began = time.monotonic()
    async with AsyncExitStack() as held:
        for view in views:
            await held.enter_async_context(turn(connection, view))
        await held.enter_async_context(connection.transaction(force_rollback=True))
        await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        positions = await _positions(connection, views)
        total = sum(positions.values())
        done = 0
        difference = None
        for view in views:
            await _build(connection, view, positions[view.name])
            done += positions[view.name]
            if progress:
                progress(done, total)
            difference = difference or await _compare(connection, view)
    events = max(positions.values(), default=0)
    return Verdict(difference is None, events, time.monotonic() - began, difference)


async def _positions(connection: AsyncConnection[Any], views: Sequence[View]) -> dict[str, int]:
    cursor = await connection.execute(
        "SELECT view, position FROM palio.checkpoints WHERE view = ANY(%s)", ([view.name for view in views],)
    )
    return dict(await cursor.fetchall())


def _shadow(view: View) -> str:
    return f"{view.schema}_replay"


async def _build(connection: AsyncConnection[Any], view: View, until: int) -> None:
    await create(connection, view, _shadow(view))
    for after in range(0, until, BATCH):
        await fill(connection, view, _shadow(view), after, min(after + BATCH, until))


async def _compare(connection: AsyncConnection[Any], view: View) -> Difference | None:
    cursor = await connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = %s ORDER BY 1", (view.schema,)
    )
    for (table,) in await cursor.fetchall():
        live, again = pg.Identifier(view.schema, table), pg.Identifier(_shadow(view), table)
        row, extra = await _first(connection, live, again), await _first(connection, again, live)
        if row or extra:
            return Difference(view.name, table, row, extra)
    return None


async def _first(connection: AsyncConnection[Any], one: pg.Identifier, other: pg.Identifier) -> Any:
    query = pg.SQL("SELECT * FROM (TABLE {} EXCEPT TABLE {}) AS difference ORDER BY 1, 2 LIMIT 1")
    cursor = connection.cursor(row_factory=dict_row)
    await cursor.execute(query.format(one, other))
    return await cursor.fetchone()
