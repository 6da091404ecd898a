"""The tables of views, made when missing."""

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection, sql

from eventstore.database import ROLE, connect
from projections.view import View

LOCK = 0x56494557  # "VIEW"


async def ensure(url: str, views: Sequence[View]) -> None:
    """Make the tables of views that have none, as the database's owner; several processes at once take turns.

    The application role owns the tables and may make schemas, so that it can rebuild a view by itself.
    """
    async with await connect(url, role=None) as connection:
        await connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        database = sql.Identifier(connection.info.dbname)
        grant = sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(database, sql.Identifier(ROLE))
        await connection.execute(grant)
        rows = await (await connection.execute("SELECT view FROM checkpoints")).fetchall()
        for view in views:
            if (view.name,) not in rows:
                async with connection.transaction():
                    await _create(connection, view)


async def _create(connection: AsyncConnection[Any], view: View) -> None:
    schema = sql.Identifier(view.schema)
    await connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(ROLE)))
    await connection.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
    await connection.execute(sql.SQL("SET LOCAL search_path = {}").format(schema))
    await connection.execute(view.tables.encode())
    await connection.execute(
        "INSERT INTO palio.checkpoints (view, version, position) VALUES (%s, %s, 0)",
        (view.name, view.version),
    )
