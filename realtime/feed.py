"""What tells the hub that something happened: the log's own word, within one process or beside others."""

import asyncio
from collections.abc import Callable, Sequence

import psycopg
import structlog

from eventstore.reader import Reader
from eventstore.records import Recorded

log = structlog.get_logger("realtime")
POLL = 1.0
BATCH = 500
Bring = Callable[[Sequence[Recorded]], None]


class Tail:
    """The log from its head on, read whenever it is said to have grown, and once a second besides."""

    def __init__(self, reader: Reader, bring: Bring, wanted: Callable[[], bool]) -> None:
        """`wanted` says whether anybody needs the facts; where nobody does, none is read."""
        self.wake = asyncio.Event()
        self._reader = reader
        self._bring = bring
        self._wanted = wanted
        self._position: int | None = None

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._catch_up()
            except (psycopg.OperationalError, psycopg.InterfaceError, TimeoutError):
                log.warning("the log does not answer; the stream waits")
            try:
                await asyncio.wait_for(self.wake.wait(), POLL)
            except TimeoutError:
                continue

    async def _catch_up(self) -> None:
        self.wake.clear()
        if self._position is None or not self._wanted():
            self._position = await self._reader.head()
            return
        while facts := await self._reader.since(self._position, BATCH):
            self._position = facts[-1].position
            self._bring(facts)
