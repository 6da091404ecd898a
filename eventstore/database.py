"""Connections to the log: in schema `palio`, in UTC, and with no more rights than the application needs."""

from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import set_json_loads
from psycopg_pool import AsyncConnectionPool

ROLE = "palio_app"
PATIENCE = 5.0
"""Seconds to wait for a free connection of a pool."""
NOT_FOR_EVER: dict[str, Any] = {
    "connect_timeout": 5,  # seconds
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds
}
"""A server that vanished without a word is noticed, on every connection."""


async def connect(url: str, *, role: str | None = ROLE) -> AsyncConnection[Any]:
    """An autocommit connection; `role=None` keeps the owner's rights, for migrations only."""
    connection = await AsyncConnection.connect(url, autocommit=True, **NOT_FOR_EVER)
    try:
        await _prepare(connection, role)
    except BaseException:  # a cancelled caller never sees it, and cannot close it
        await connection.close()
        raise
    return connection


def pool(url: str, size: int = 8) -> AsyncConnectionPool[Any]:
    """Autocommit connections with the application's rights; open it with `async with`."""
    return AsyncConnectionPool(
        url,
        open=False,
        min_size=min(2, size),
        max_size=size,
        timeout=PATIENCE,
        kwargs={"autocommit": True, **NOT_FOR_EVER},
        configure=_prepare,
    )


async def _prepare(connection: AsyncConnection[Any], role: str | None = ROLE) -> None:
    set_json_loads(msgspec.json.decode, connection)
    await connection.execute("SET search_path = palio")
    await connection.execute("SET timezone = 'UTC'")
    if role is not None:
        await connection.execute(f"SET ROLE {role}")
