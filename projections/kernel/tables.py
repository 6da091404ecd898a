"""The tables of views, as this release defines them: made when missing, rebuilt when of another version."""

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection, sql

from eventstore.database import ROLE, connect
from projections.kernel.filling import LOCK, create
from projections.kernel.rebuild import Rebuilt, rebuild
from projections.kernel.view import View


async def ensure(url: str, views: Sequence[View]) -> list[Rebuilt]:
    """Bring the tables of views to this release, as the database's owner; several processes take turns.

    The application role owns the tables and may make schemas, so that it can rebuild a view by itself. What
    is left of views that the release no longer has is not touched. Raises Untaken.
    """
    async with await connect(url, role=None) as connection:
        await connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        database, role = sql.Identifier(connection.info.dbname), sql.Identifier(ROLE)
        await connection.execute(sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(database, role))
        await connection.execute(sql.SQL("SET ROLE {}").format(role))
        stored = await versions(connection)
        for view in views:
            if view.name not in stored:
                await _make(connection, view)
        other = [view for view in views if stored.get(view.name, view.version) != view.version]
        return [await rebuild(view, connection) for view in other]


async def versions(connection: AsyncConnection[Any]) -> dict[str, int]:
    """The version of each view that has tables."""
    cursor = await connection.execute("SELECT view, version FROM palio.checkpoints")
    return dict(await cursor.fetchall())


async def _make(connection: AsyncConnection[Any], view: View) -> None:
    async with connection.transaction():
        await create(connection, view, view.schema)
        await connection.execute(
            "INSERT INTO palio.checkpoints (view, version, position) VALUES (%s, %s, 0)",
            (view.name, view.version),
        )
