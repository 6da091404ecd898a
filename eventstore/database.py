"""Connections to the log: in schema `palio`, in UTC, and with no more rights than the application needs."""

from typing import Any

from psycopg import AsyncConnection

ROLE = "palio_app"


async def connect(url: str, *, role: str | None = ROLE) -> AsyncConnection[Any]:
    """An autocommit connection; `role=None` keeps the owner's rights, for migrations only."""
    connection = await AsyncConnection.connect(url, autocommit=True, connect_timeout=5)
    await connection.execute("SET search_path = palio")
    await connection.execute("SET timezone = 'UTC'")
    if role is not None:
        await connection.execute(f"SET ROLE {role}")
    return connection
