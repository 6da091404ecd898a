"""What waits to be sent by a sink that cannot write at once, with the bound that every sink has."""

import asyncio
from collections.abc import Callable

from realtime.transport.protocol import BUFFER, ClientDisconnected


class Waiting:
    """The bookkeeping of such a sink: beyond 64 KiB nothing more is taken until the client has read."""

    def __init__(self) -> None:
        self.paused = False
        self.paused_at = 0.0
        self.resumed: Callable[[], None] = lambda: None
        self.closed = False
        self.unsent = 0
        self.more = asyncio.Event()
        self._less = asyncio.Event()
        self._less.set()

    def grown(self, by: int) -> None:
        """There is something to send: so many bytes more."""
        self.unsent += by
        if self.unsent > BUFFER and not self.paused:
            self.paused, self.paused_at = True, asyncio.get_running_loop().time()
            self._less.clear()
        self.more.set()

    def emptied(self) -> None:
        """All that waited was read."""
        if self.paused and not self.closed:
            self.paused = False
            self._less.set()
            self.resumed()

    def over(self) -> None:
        """Nothing is sent any more, and nobody waits for it."""
        self.closed = True
        self._less.set()

    async def drained(self) -> None:
        """See Sink."""
        await self._less.wait()
        if self.closed:
            raise ClientDisconnected
