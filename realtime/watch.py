"""What is looked after while people watch: places, sessions, roles, slow clients, and how many there are."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
import structlog

from realtime.connection import Connection
from realtime.lane import SLICE
from realtime.log import UNAVAILABLE
from realtime.streaming import Streaming

log = structlog.get_logger("realtime")
LOOKED = 2.0
"""Seconds between two looks: whoever may not watch any longer is gone within five."""
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
        self._counted: dict[UUID, tuple[int, float]] = {}
        self._bookmarked = 0.0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(LOOKED)
            await self.end_slow()
            self._streaming.hub.close_idle()
            await self._bookmark()
            self._count()
            try:
                await self.end_denied()
            except UNAVAILABLE:
                log.warning("the database does not answer; who watches is looked at again later")

    async def _everyone(self) -> AsyncIterator[Connection]:
        """Who is connected, some at a time: thousands are never gone through while others wait."""
        everyone = list(self._streaming.connections)
        for start in range(0, len(everyone), SLICE):
            for each in everyone[start : start + SLICE]:
                yield each
            await asyncio.sleep(0)

    async def end_slow(self) -> None:
        """A client that has read nothing between looks for a while resumes when it can."""
        now, unread = asyncio.get_running_loop().time(), dict[Connection, Unread]()
        async for each in self._everyone():
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

    async def end_denied(self) -> None:
        """Whose session ended, who lost a role, and visitors of what is hidden now.

        What concerns an account is its own for as long as its session lasts.
        """
        known: dict[UUID, list[Connection]] = defaultdict(list)
        rooms: dict[UUID, list[Connection]] = defaultdict(list)
        hidden = {room.tournament_id for room in self._streaming.hub.rooms if room.hidden}
        async for each in self._everyone():
            if each.claims is not None:
                known[each.claims.session].append(each)
            tournament_id = each.room.tournament_id
            if tournament_id is not None and (each.claims is not None or tournament_id in hidden):
                rooms[tournament_id].append(each)
        if known:
            for session in await self._streaming.access.ended(list(known)):
                for each in known[session]:
                    each.end(4003, "token_invalid")
        for tournament_id, watching in rooms.items():
            await self._end_demoted(tournament_id, watching)

    async def _end_demoted(self, tournament_id: UUID, watching: list[Connection]) -> None:
        accounts = {each.claims.account for each in watching if each.claims}
        allowed = await self._streaming.access.audiences(tournament_id, list(accounts)) if accounts else {}
        for each in watching:
            now = allowed.get(each.claims.account) if each.claims else None
            if now is None or now < each.audience:
                each.end(4403, "not_allowed")

    async def _bookmark(self) -> None:
        """Who chose to be told of little hears now and then how far things are."""
        now = asyncio.get_running_loop().time()
        if now - self._bookmarked > BOOKMARKED:
            self._bookmarked = now
            async for each in self._everyone():
                if not each.member.left:
                    each.member.bookmark()

    def _count(self) -> None:
        """How many watch, the less often the more it has to be told."""
        now = asyncio.get_running_loop().time()
        counted = {}
        for room in self._streaming.hub.rooms:
            count, told = self._counted.get(room.tournament_id, (0, 0.0))
            if room.members != count and now - told >= LOOKED * max(1, room.members / CROWD):
                count, told = room.members, now
                room.tell_viewers()
            counted[room.tournament_id] = (count, told)
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
