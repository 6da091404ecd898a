"""Reading the log: from a position, one scope's part of it, or many streams at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from psycopg import AsyncConnection
from psycopg.rows import RowMaker
from psycopg_pool import AsyncConnectionPool

from eventstore.mapper import from_bytes
from eventstore.moments import LARGEST, AsOf
from eventstore.records import Appended, KeyReused, Recorded, Scope, Sent

log = structlog.get_logger("eventstore")
COLUMNS = (
    "position, originator_id, originator_version, topic, schema_version, state, kind, scope, sequence,"
    " recorded_at, actor, command_id, correlation_id, causation_id"
)
SINCE = f"SELECT {COLUMNS} FROM palio.facts WHERE position > %s ORDER BY position LIMIT %s"  # noqa: S608
OF_STREAMS = (
    f"SELECT {COLUMNS} FROM palio.facts WHERE originator_id = ANY(%s)"  # noqa: S608
    " AND position > %s AND position <= %s ORDER BY position"
)


def recorded(row: Sequence[Any]) -> Recorded:
    """One row of COLUMNS, its fact decoded."""
    position, stream, version, topic, schema, state, *rest = row
    return Recorded(
        position, stream, version, topic, from_bytes(topic, schema, state, stream, version), *rest
    )


def known(row: Sequence[Any]) -> Recorded:
    """The same; where the fact cannot be read, be it of a later release, one without a topic."""
    try:
        return recorded(row)
    except Exception:
        log.exception("a fact cannot be read", position=row[0])
        position, stream, version, _, _, _, *rest = row
        return Recorded(position, stream, version, "", None, *rest)


def facts(_cursor: object) -> RowMaker[Recorded]:
    """The row factory of COLUMNS: each row becomes a fact as it is fetched, and is never kept."""
    return recorded


def stored_bytes(row: tuple[Any, ...]) -> int:
    """How large the fact in a row of COLUMNS is."""
    return len(row[5])


async def head(connection: AsyncConnection[Any]) -> int:
    """The position of the last fact; 0 in an empty log."""
    return int((await _rows(connection, "SELECT position FROM palio.log_head"))[0][0])


async def since(connection: AsyncConnection[Any], position: int, limit: int) -> list[Recorded]:
    """The next facts after `position`, in commit order."""
    return await _facts(connection, SINCE, position, limit)


async def _facts(connection: AsyncConnection[Any], query: str, *values: Any) -> list[Recorded]:
    cursor = connection.cursor(binary=True, row_factory=facts)
    return await (await cursor.execute(query, values)).fetchall()


async def _rows(connection: AsyncConnection[Any], query: str, *values: Any) -> list[tuple[Any, ...]]:
    cursor = await connection.execute(query, values, binary=True)
    rows: list[tuple[Any, ...]] = await cursor.fetchall()
    return rows


LATEST = datetime.max.replace(tzinfo=UTC)


class Reader:
    """Questions to the log."""

    def __init__(self, pool: AsyncConnectionPool[Any]) -> None:
        self._pool = pool

    async def _rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        async with self._pool.connection() as connection:
            return await _rows(connection, query, *values)

    async def _facts(self, query: str, *values: Any) -> list[Recorded]:
        async with self._pool.connection() as connection:
            return await _facts(connection, query, *values)

    async def head(self) -> int:
        """The position of the last fact; 0 in an empty log."""
        async with self._pool.connection() as connection:
            return await head(connection)

    async def since(self, position: int, limit: int = 1000) -> list[Recorded]:
        """The next facts after `position`, in commit order."""
        async with self._pool.connection() as connection:
            return await since(connection, position, limit)

    async def rows_since(self, position: int, limit: int) -> list[tuple[Any, ...]]:
        """Rows of COLUMNS for `recorded`: the next facts after `position`, in commit order."""
        return await self._rows(SINCE, position, limit)

    async def of_scope(self, scope: Scope, *, after: int = 0, limit: int = 1_000_000) -> list[Recorded]:
        """One scope's facts after its own event number `after`."""
        query = (
            f"SELECT {COLUMNS} FROM palio.facts"  # noqa: S608
            " WHERE kind = %s AND scope = %s AND sequence > %s ORDER BY sequence LIMIT %s"
        )
        return await self._facts(query, *scope, after, limit)

    async def rows_of_scope(
        self, scope: Scope, topics: Sequence[str], after: int, until: int, limit: int
    ) -> list[tuple[Any, ...]]:
        """Rows of COLUMNS for `recorded`: the next facts after `after`, up to `until`, of topics so begun."""
        query = (
            f"SELECT {COLUMNS} FROM palio.facts WHERE kind = %s AND scope = %s AND sequence > %s"  # noqa: S608
            " AND sequence <= %s AND topic ^@ ANY(%s) ORDER BY sequence LIMIT %s"
        )
        return await self._rows(query, *scope, after, until, list(topics), limit)

    async def rows_of_streams(self, streams: Sequence[UUID], after: int, until: int) -> list[tuple[Any, ...]]:
        """Rows of COLUMNS for `recorded`: facts of these streams between two positions, by position."""
        return await self._rows(OF_STREAMS, list(streams), after, until)

    async def rows_at(self, positions: Sequence[int]) -> list[tuple[Any, ...]]:
        """Rows of COLUMNS for `recorded`: the facts at these positions, in order."""
        query = f"SELECT {COLUMNS} FROM palio.facts WHERE position = ANY(%s) ORDER BY position"  # noqa: S608
        return await self._rows(query, list(positions))

    async def streams_of_topic(self, topic: str, after: int, until: int) -> list[tuple[Scope, UUID]]:
        """Scope and stream of the facts of a topic between two positions, which are near each other."""
        rows = await self._rows(
            "SELECT kind, scope, originator_id FROM palio.facts"
            " WHERE position > %s AND position <= %s AND topic = %s ORDER BY position",
            after,
            until,
            topic,
        )
        return [(Scope(kind, id_), stream) for kind, id_, stream in rows]

    async def sequence_as_of(self, scope: Scope, moment: AsOf) -> int:
        """The number of a scope's last event before the first one beyond the moment; 0 for none.

        The clock behind `recorded_at` may step back, so a later event may bear an earlier time: a moment is
        always a beginning of the scope, with nothing left out of it. Raises ValueError, with what would
        do, for a moment that is still to come: what it shows would change.
        """
        query = (
            "SELECT last.sequence, h.position, now(), coalesce((SELECT min(sequence) - 1 FROM palio.facts"
            " WHERE kind = %(kind)s AND scope = %(scope)s"
            " AND (sequence > %(sequence)s OR position > %(position)s OR recorded_at > %(instant)s)),"
            " last.sequence) FROM palio.log_head h, LATERAL (SELECT sequence FROM palio.facts"
            " WHERE kind = %(kind)s AND scope = %(scope)s ORDER BY sequence DESC LIMIT 1) AS last"
        )
        values = {
            "kind": scope.kind,
            "scope": scope.id,
            "sequence": LARGEST if moment.sequence is None else moment.sequence,
            "position": LARGEST if moment.position is None else moment.position,
            "instant": moment.instant or LATEST,
        }
        async with self._pool.connection() as connection:
            row = await (await connection.execute(query, values)).fetchone()
        if row is None:
            return 0
        last, head, now, reached = row
        if moment.sequence is not None and not 1 <= moment.sequence <= last:
            raise ValueError(f"an event between 1 and {last}")
        if moment.position is not None and moment.position > head:
            raise ValueError(f"a position up to @{head}")
        if moment.instant is not None and moment.instant > now:
            raise ValueError("a time that has passed")
        return int(reached)

    async def sequence(self, scope: Scope) -> int:
        """The number of a scope's last event; 0 where there is no such scope."""
        return (await self.sequences([scope])).get(scope, 0)

    async def sequences(self, scopes: Collection[Scope]) -> dict[Scope, int]:
        """The number of the last event of each scope there is."""
        rows = await self._rows(
            "SELECT s.kind, s.id, last.sequence FROM unnest(%s::text[], %s::uuid[]) AS s(kind, id), LATERAL"
            " (SELECT f.sequence FROM palio.facts f WHERE f.kind = s.kind AND f.scope = s.id"
            " ORDER BY f.sequence DESC LIMIT 1) AS last",
            [scope.kind for scope in scopes],
            [scope.id for scope in scopes],
        )
        return {Scope(kind, id_): int(last) for kind, id_, last in rows}

    async def commands(self, ids: Sequence[UUID]) -> dict[UUID, Sent]:
        """Who sent these commands, from where and why."""
        rows = await self._rows(
            "SELECT command_id, name, role, address, reason FROM palio.commands WHERE command_id = ANY(%s)",
            list(set(ids)),
        )
        return {row[0]: Sent(*row[1:]) for row in rows}

    async def streams(self, after: Mapping[UUID, int]) -> dict[UUID, list[Any]]:
        """The facts of each stream beyond the version given, in one query; no entry for no news."""
        rows = await self._rows(
            "SELECT e.topic, e.schema_version, e.state, e.originator_id, e.originator_version"
            " FROM unnest(%s::uuid[], %s::integer[]) AS s(id, version)"
            " JOIN palio.facts e ON e.originator_id = s.id AND e.originator_version > s.version"
            " ORDER BY e.originator_id, e.originator_version",
            list(after),
            list(after.values()),
        )
        found: dict[UUID, list[Any]] = {}
        for row in rows:
            found.setdefault(row[3], []).append(from_bytes(*row))
        return found

    async def stream(self, stream: UUID, *, until: int) -> list[Recorded]:
        """The facts of one stream up to its scope's event of that number."""
        query = (
            f"SELECT {COLUMNS} FROM palio.facts"  # noqa: S608
            " WHERE originator_id = %s AND sequence <= %s ORDER BY originator_version"
        )
        return await self._facts(query, stream, until)

    async def scope_of(self, stream: UUID) -> Scope | None:
        """The scope a stream is of."""
        rows = await self._rows(
            "SELECT kind, scope FROM palio.facts WHERE originator_id = %s AND originator_version = 1", stream
        )
        return Scope(*rows[0]) if rows else None

    async def answer(self, command_id: UUID, request_hash: bytes) -> Appended | None:
        """What was answered to a command stored before; KeyReused where it was another request."""
        rows = await self._rows(
            "SELECT position, sequence, answer, request_hash FROM palio.commands WHERE command_id = %s",
            command_id,
        )
        if not rows:
            return None
        position, sequence, answer, stored_hash = rows[0]
        if stored_hash != request_hash:
            raise KeyReused()
        return Appended(position, sequence, answer, replayed=True)
