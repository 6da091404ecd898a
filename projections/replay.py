"""A replay: every view built again from the log alone, beside the live one, and compared row by row."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg import sql as pg
from psycopg.rows import dict_row

from eventstore.reader import Reader
from projections import sql
from projections.view import View

BATCH = 1000


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
    reader: Reader,
    connection: AsyncConnection[Any],
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """Build every view anew and compare, in one transaction that is rolled back and so leaves nothing behind.

    The checkpoints are locked meanwhile: live views wait, and stand still at the position compared. Facts set
    aside as dead letters are left out of the replay too.
    """
    began = time.monotonic()
    async with connection.transaction(force_rollback=True):
        positions = await _hold(connection, views)
        total = sum(positions.values())
        done = 0
        difference = None
        for view in views:
            await _build(connection, view, reader, positions[view.name])
            done += positions[view.name]
            if progress:
                progress(done, total)
            difference = difference or await _compare(connection, view)
    events = max(positions.values(), default=0)
    return Verdict(difference is None, events, time.monotonic() - began, difference)


async def _hold(connection: AsyncConnection[Any], views: Sequence[View]) -> dict[str, int]:
    cursor = await connection.execute(
        "SELECT view, position FROM palio.checkpoints WHERE view = ANY(%s) ORDER BY view FOR UPDATE",
        ([view.name for view in views],),
    )
    return dict(await cursor.fetchall())


def _shadow(view: View) -> str:
    return f"{view.schema}_replay"


async def _build(connection: AsyncConnection[Any], view: View, reader: Reader, until: int) -> None:
    schema = pg.Identifier(_shadow(view))
    await connection.execute(pg.SQL("CREATE SCHEMA {}").format(schema))
    await connection.execute(pg.SQL("SET LOCAL search_path = {}").format(schema))
    await connection.execute(view.tables.encode())
    cursor = await connection.execute("SELECT position FROM palio.dead_letters WHERE view = %s", (view.name,))
    aside = {row[0] for row in await cursor.fetchall()}
    position = 0
    while position < until:
        facts = await reader.since(position, min(BATCH, until - position))
        position = facts[-1].position
        taken = [fact for fact in facts if fact.position not in aside]
        await sql.write(connection, _shadow(view), (row for fact in taken for row in view.project(fact)))


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
