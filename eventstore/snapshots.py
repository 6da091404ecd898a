"""Streams as they once stood, one row each: beside the log, and never ahead of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from psycopg_pool import AsyncConnectionPool


class Snapshot(msgspec.Struct, frozen=True):
    """The state after a stream's first `version` facts, as bytes of one schema."""

    originator_id: UUID
    version: int
    schema: str
    state: bytes


class SnapshotTable:
    """The latest snapshot of each stream."""

    def __init__(self, pool: AsyncConnectionPool[Any]) -> None:
        self._pool = pool

    async def latest(self, ids: Sequence[UUID], schema: str) -> list[Snapshot]:
        """The snapshots of one schema; none that is ahead of the log."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT s.originator_id, s.version, s.schema, s.state FROM palio.snapshots s"
                " JOIN palio.facts e"
                " ON e.originator_id = s.originator_id AND e.originator_version = s.version"
                " WHERE s.originator_id = ANY(%s) AND s.schema = %s",
                (list(ids), schema),
                binary=True,
            )
            return [Snapshot(*row) for row in await cursor.fetchall()]

    async def store(self, snapshot: Snapshot) -> None:
        """Keep it, unless there is a later one of the same schema."""
        async with self._pool.connection() as connection:
            await connection.execute(
                "INSERT INTO palio.snapshots AS s (originator_id, version, schema, state)"
                " VALUES (%s, %s, %s, %s) ON CONFLICT (originator_id) DO UPDATE"
                " SET version = EXCLUDED.version, schema = EXCLUDED.schema, state = EXCLUDED.state,"
                " taken_at = now() WHERE s.version < EXCLUDED.version OR s.schema <> EXCLUDED.schema",
                (snapshot.originator_id, snapshot.version, snapshot.schema, snapshot.state),
            )
