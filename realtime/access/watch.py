"""What is looked after while people watch: slow clients, empty rooms, bookmarks, and how many there are."""

import asyncio
import random

import msgspec

from eventstore.records import Scope
from realtime.access.connection import Connection
from realtime.access.streaming import Streaming

LOOKED = 2.0
SLOWEST = 15.0
CROWD = 500
BOOKMARKED = 20.0


class Unread(msgspec.Struct, frozen=True):
    """How many bytes waited for a client since a look, and from when on it was told nothing more."""

    size: int
    paused_at: float
    since: float

    def less_than(self, before: "Unread") -> bool:
        """Whether the client has read since: what it asks itself may be added to what waits."""
        return self.size < before.size or self.paused_at != before.paused_at


class Watch:
    """Goes round every two seconds."""

    def __init__(self, streaming: Streaming, *, slowest: float = SLOWEST) -> None:
        """`slowest` is for how many seconds a client may read nothing of what waits for it."""
        self._streaming = streaming
        self._slowest = slowest
        self._unread: dict[Connection, Unread] = {}
        self._counted: dict[Scope, tuple[int, float]] = {}
        self._bookmarked = 0.0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(LOOKED)
            await self.end_slow()
            self._streaming.hub.close_idle()
            await self._bookmark()
            self._count()

    async def end_slow(self) -> None:
        """A client that has read nothing between looks for a while resumes when it can."""
        now, unread = asyncio.get_running_loop().time(), dict[Connection, Unread]()
        async for each in self._streaming.everyone():
            if not each.sink.paused:
                continue
            waits = Unread(each.sink.unsent, each.sink.paused_at, now)
            if (before := self._unread.get(each)) is None or waits.less_than(before):
                unread[each] = waits
            elif now - before.since > self._slowest:
                each.end(4010, "slow", 1_000)
            else:
                unread[each] = before
        self._unread = unread

    async def _bookmark(self) -> None:
        """Who chose to be told of little hears now and then how far things are."""
        now = asyncio.get_running_loop().time()
        if now - self._bookmarked > BOOKMARKED:
            self._bookmarked = now
            async for each in self._streaming.everyone():
                if not each.member.left:
                    each.member.bookmark()

    def _count(self) -> None:
        """How many watch, the less often the more it has to be told."""
        now = asyncio.get_running_loop().time()
        counted = {}
        for room in self._streaming.hub.rooms:
            count, told = self._counted.get(room.scope, (0, 0.0))
            if room.members != count and now - told >= LOOKED * max(1, room.members / CROWD):
                count, told = room.members, now
                room.tell_viewers()
            counted[room.scope] = (count, told)
        self._counted = counted


async def drain(
    streaming: Streaming, *, batch: int = 200, pause: float = 0.05, spread_ms: int = 5_000
) -> None:
    """Send everyone away, some at a time, each to come back at a moment of its own."""
    streaming.hub.draining = True
    while some := list(streaming.connections)[:batch]:
        for each in some:
            streaming.connections.discard(each)
            each.end(1012, "restart", random.randrange(spread_ms))  # noqa: S311 - it spreads and hides nothing
        await asyncio.sleep(pause)
