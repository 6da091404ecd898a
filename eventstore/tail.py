"""Word that the log has grown: one listening connection a process, opened again whenever it is lost."""

import asyncio
from collections.abc import Callable

import psycopg

from eventstore.database import connect


async def listen(url: str, wake: Callable[[], None]) -> None:
    """Until cancelled: call `wake` once a commit, and whenever listening begins (something may be new)."""
    while True:
        try:
            async with await connect(url) as connection:
                await connection.execute("LISTEN palio")
                wake()
                async for _ in connection.notifies():
                    wake()
        except (psycopg.OperationalError, psycopg.InterfaceError):
            await asyncio.sleep(0.2)
