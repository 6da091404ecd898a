"""Rows of views, wherever they are: in tables now, or in memory as of a moment."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, LiteralString, Protocol
from uuid import UUID

from psycopg import AsyncConnection, sql
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from eventstore.moments import LARGEST
from eventstore.reader import OF_STREAMS, known
from eventstore.records import Recorded
from projections.kernel.changes import Tables

Row = dict[str, Any]
NOTHING: Mapping[str, str] = {}
MOMENT = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
    " LOCK TABLE palio.view_switch IN ROW SHARE MODE"  # before the snapshot, which a switch must not age
)


class Rows(Protocol):
    """What queries ask.

    Rows of one table, equal to `where` (a list means any of these), whose texts hold those of `holding` in
    whatever case, in `order`, beyond the row whose ordering values are `after`.
    """

    async def select(
        self,
        view: str,
        table: str,
        where: Mapping[str, Any],
        *,
        holding: Mapping[str, str] = NOTHING,
        order: Sequence[str] = (),
        after: Sequence[Any] | None = None,
        descending: bool = False,
        limit: int | None = None,
    ) -> list[Row]:
        """The rows."""

    async def reached(self, tournament_id: UUID, /) -> int:
        """The number of the tournament's last event that all of them show."""

    async def facts(self, streams: Collection[UUID], /) -> list[Recorded]:
        """What these streams' rows came from, and maybe later facts; without a topic where unreadable."""


class LiveRows:
    """Rows of the tables, all from one moment."""

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._connection = connection

    async def select(
        self,
        view: str,
        table: str,
        where: Mapping[str, Any],
        *,
        holding: Mapping[str, str] = NOTHING,
        order: Sequence[str] = (),
        after: Sequence[Any] | None = None,
        descending: bool = False,
        limit: int | None = None,
    ) -> list[Row]:
        """One SELECT; a keyset condition on `order` takes the place of an offset."""
        conditions = [
            sql.SQL("{} = ANY(%s)" if isinstance(value, list) else "{} = %s").format(sql.Identifier(name))
            for name, value in where.items()
        ]
        conditions += [
            sql.SQL("strpos(lower({}), lower(%s)) > 0").format(sql.Identifier(name)) for name in holding
        ]
        columns = sql.SQL(", ").join(map(sql.Identifier, order))
        values = [*where.values(), *holding.values()]
        if after is not None:
            marks = sql.SQL(", ").join([sql.Placeholder()] * len(order))
            beyond = sql.SQL("<" if descending else ">")
            conditions.append(sql.SQL("({}) {} ({})").format(columns, beyond, marks))
            values += after
        query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(f"view_{view}", table))
        if conditions:
            query += sql.SQL(" WHERE ") + sql.SQL(" AND ").join(conditions)
        if order:
            way = sql.SQL(" DESC" if descending else "")
            query += sql.SQL(" ORDER BY ") + sql.SQL(", ").join(sql.Identifier(c) + way for c in order)
        if limit is not None:
            query += sql.SQL(" LIMIT %s")
            values.append(limit)
        cursor = self._connection.cursor(row_factory=dict_row)
        await cursor.execute(query, values, prepare=False)  # a rebuild may have changed the columns
        return await cursor.fetchall()

    async def of(self, query: LiteralString, values: Sequence[Any] | Mapping[str, Any]) -> list[Row]:
        """The answer to a question about the tables of several views."""
        cursor = self._connection.cursor(row_factory=dict_row)
        await cursor.execute(query, values, prepare=False)  # a rebuild may have changed the columns
        return await cursor.fetchall()

    async def position(self, view: str) -> int:
        """Where a view stands in the log."""
        query = "SELECT position FROM palio.checkpoints WHERE view = %s"
        row = await (await self._connection.execute(query, (view,))).fetchone()
        return int(row[0]) if row else 0

    async def reached(self, tournament_id: UUID) -> int:
        """Where the view furthest behind stands."""
        query = (
            "SELECT coalesce(max(sequence), 0) FROM palio.facts WHERE scope = %s"
            " AND position <= (SELECT min(position) FROM palio.checkpoints)"
        )
        row = await (await self._connection.execute(query, (tournament_id,))).fetchone()
        return int(row[0]) if row else 0

    async def facts(self, streams: Collection[UUID]) -> list[Recorded]:
        """As of the same moment."""
        cursor = await self._connection.execute(OF_STREAMS, (list(streams), 0, LARGEST), binary=True)
        return [known(row) for row in await cursor.fetchall()]


@asynccontextmanager
async def live(pool: AsyncConnectionPool[Any]) -> AsyncIterator[LiveRows]:
    """The tables as they are at this moment, whatever is written meanwhile."""
    async with pool.connection() as connection, connection.transaction():
        await connection.execute(MOMENT, prepare=False)
        yield LiveRows(connection)


class MemoryRows:
    """Rows of tables in memory: those of one tournament at one moment."""

    def __init__(
        self,
        tables: Callable[[str], Awaitable[Tables]],
        sequence: int,
        facts: Callable[[Collection[UUID]], Awaitable[list[Recorded]]],
    ) -> None:
        """`tables` are a view's after the event of that number, `facts` those of streams."""
        self._tables = tables
        self._sequence = sequence
        self._facts = facts

    async def select(
        self,
        view: str,
        table: str,
        where: Mapping[str, Any],
        *,
        holding: Mapping[str, str] = NOTHING,
        order: Sequence[str] = (),
        after: Sequence[Any] | None = None,
        descending: bool = False,
        limit: int | None = None,
    ) -> list[Row]:
        """The same question to rows in memory."""
        wanted = {name: set(value) if isinstance(value, list) else {value} for name, value in where.items()}
        rows = [
            row
            for row in (await self._tables(view)).get(table, {}).values()
            if all(row.get(name) in values for name, values in wanted.items())
            and all(text.casefold() in row[name].casefold() for name, text in holding.items())
        ]

        def key(row: Row) -> tuple[Any, ...]:
            return tuple(row[column] for column in order)

        rows.sort(key=key, reverse=descending)
        if after is not None:
            mark = tuple(after)
            rows = [row for row in rows if (key(row) < mark if descending else key(row) > mark)]
        return [dict(row) for row in rows[:limit]]

    async def reached(self, _: UUID, /) -> int:
        """The event of the moment; there is no other tournament here."""
        return self._sequence

    async def facts(self, streams: Collection[UUID]) -> list[Recorded]:
        """From the log."""
        return await self._facts(streams)
