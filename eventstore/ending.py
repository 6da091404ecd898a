"""Background tasks brought to their end."""

import asyncio
from typing import Any


async def end(*tasks: asyncio.Task[Any]) -> list[BaseException]:
    """Cancel until every task is over; what they died of, cancellation aside.

    Once is not enough: psycopg's pool waits for a connection with `asyncio.wait_for`, which before
    Python 3.12 loses a cancellation that comes in the moment there is one.
    """
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=0.1)
    died = (task.exception() for task in tasks if not task.cancelled())
    return [error for error in died if error is not None]
