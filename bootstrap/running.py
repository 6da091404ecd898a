"""Work in the background: begun again when it dies of a mistake of ours, and ended with whoever needed it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog

from eventstore.ending import end

log = structlog.get_logger("bootstrap")
Work = Callable[[], Coroutine[Any, Any, None]]


@asynccontextmanager
async def running(*work: Work) -> AsyncIterator[None]:
    """Meanwhile."""
    tasks = [asyncio.create_task(for_ever(each)) for each in work]
    try:
        yield
    finally:
        await end(*tasks)


async def for_ever(work: Work, pause: float = 1.0) -> None:
    """Until cancelled: what ends by a mistake of ours is logged at once, and begun again."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("background work died and begins again")
        await asyncio.sleep(pause)
