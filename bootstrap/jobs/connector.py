"""procrastinate's own connections: in schema `jobs`, with the application's rights, and a number of them."""

from typing import Any

import msgspec
from procrastinate import App, PsycopgConnector
from psycopg import AsyncConnection

from eventstore.database import NOT_FOR_EVER, PATIENCE, ROLE

NAME = "palio jobs"
"""What these connections call themselves."""
ASIDE = 2
"""Connections beside those that fetch and finish: one that listens, and one that gives signs of life."""


def connections(at_once: int) -> int:
    """How many connections a process takes that does so many jobs at once."""
    return at_once + ASIDE


def application(url: str, at_once: int) -> App:
    """procrastinate on our database; open it with `async with application.open_async()`."""
    return App(
        connector=PsycopgConnector(
            conninfo=url,
            min_size=1,
            max_size=connections(at_once) - 1,  # the listening one is not of the pool
            timeout=PATIENCE,
            kwargs={"application_name": NAME, **NOT_FOR_EVER},
            configure=_prepare,
            json_loads=msgspec.json.decode,
        )
    )


async def _prepare(connection: AsyncConnection[Any]) -> None:
    await connection.set_autocommit(True)
    await connection.execute("SET search_path = jobs, pg_temp")
    await connection.execute("SET timezone = 'UTC'")
    await connection.execute(f"SET ROLE {ROLE}")
