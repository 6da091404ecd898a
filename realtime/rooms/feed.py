"""What tells the hub that something happened: the log itself, read as soon as it is said to have grown."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from eventstore.reader import Reader, known
from realtime.rooms.hub import Hub
from realtime.rooms.log import UNAVAILABLE

log = structlog.get_logger("realtime")
POLL = 1.0
BATCH = 500
Row = tuple[Any, ...]
Publish = Callable[[Sequence[Row]], None]


class Tail:
    """The log from its head on, read whenever it grows, and once a second besides."""

    def __init__(self, reader: Reader, hub: Hub, publish: Publish | None = None) -> None:
        """`publish` passes the rows on to other processes; where nobody wants them, none is read."""
        self.wake = asyncio.Event()
        self._reader = reader
        self._hub = hub
        self._publish = publish
        self._position: int | None = None

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._catch_up()
            except UNAVAILABLE:
                log.warning("the log does not answer; the stream waits")
            try:
                await asyncio.wait_for(self.wake.wait(), POLL)
            except TimeoutError:
                continue

    async def _catch_up(self) -> None:
        self.wake.clear()
        if not (self._hub.watched or self._publish):
            self._position = None
            return
        if self._position is None:
            self._position = await self._reader.head()
            await self._hub.compare()
        while rows := await self._reader.rows_since(self._position, BATCH):
            self._position = rows[-1][0]
            self._hub.take(map(known, rows))
            if self._publish:
                self._publish(rows)
