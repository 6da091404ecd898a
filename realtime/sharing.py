"""Work that many ask for at once, done once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable


class Shared:
    """Rounds of one kind of work, one at a time.

    Whoever asks while a round goes on waits for the next, which begins after they asked and is shared by all
    who did: it sees everything that was there before them.
    """

    def __init__(self, work: Callable[[], Awaitable[None]]) -> None:
        self._work = work
        self._running: asyncio.Task[None] | None = None
        self._next: asyncio.Task[None] | None = None

    async def __call__(self) -> None:
        """A round that begins from now on; raises what it does."""
        if self._next is None:
            self._next = asyncio.create_task(self._round(self._running))
        await asyncio.shield(self._next)

    async def _round(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        self._running, self._next = self._next, None
        await self._work()
