"""Every room that is watched in this process, kept up to date by whatever brings the facts.

A feed is a hint: what it brings out of order or not at all is read from the log, whose heads are compared
with the rooms' every few seconds, or four times a second while the feed itself says that it lags.
"""

import asyncio
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from uuid import UUID

import psycopg
import structlog

from domain.errors import NotFound
from eventstore.records import Recorded
from realtime.lane import WINDOW
from realtime.log import TournamentLog
from realtime.member import Member
from realtime.relay import Audience
from realtime.ring import SIZE, Page
from realtime.room import PAGE, Boards, Kind, Room

log = structlog.get_logger("realtime")
PAGES = 500
IDLE = 60.0
MOST_EMPTY = 200
COMPARED = 2.0
LAGGING = 0.25
UNAVAILABLE = (psycopg.Error, TimeoutError)


class Hub:
    """Rooms by tournament, opened when first asked for and closed when nobody has watched for a minute."""

    def __init__(
        self,
        facts: TournamentLog,
        epoch: str,
        boards: Boards | None = None,
        *,
        ring: int = SIZE,
        window: float = WINDOW,
    ) -> None:
        """`ring` is how many events of each room are kept, `window` seconds in which events are joined."""
        self.epoch = epoch
        self.draining = False
        self._facts = facts
        self._boards = boards
        self._ring = ring
        self._window = window
        self._rooms: dict[UUID, Room] = {}
        self._opening: dict[UUID, asyncio.Task[Room]] = {}
        self._seen: dict[UUID, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._pages: OrderedDict[tuple[UUID, Audience, int], Page] = OrderedDict()

    @property
    def rooms(self) -> list[Room]:
        """Those that are open."""
        return list(self._rooms.values())

    @property
    def watched(self) -> bool:
        """Whether anyone needs the facts."""
        return bool(self._rooms or self._opening)

    def __contains__(self, tournament_id: object) -> bool:
        return tournament_id in self._rooms

    async def room(self, tournament_id: UUID) -> Room:
        """The room of a tournament. Raises NotFound."""
        if (room := self._rooms.get(tournament_id)) is not None:
            self._seen[tournament_id] = time.monotonic()
            return room
        if (opening := self._opening.get(tournament_id)) is None:
            opening = asyncio.create_task(self._open(tournament_id))
            self._opening[tournament_id] = opening
            opening.add_done_callback(lambda _: self._opening.pop(tournament_id, None))
        return await asyncio.shield(opening)

    async def _open(self, tournament_id: UUID) -> Room:
        room = Room(tournament_id, self._facts, self.page, ring=self._ring, window=self._window)
        await room.open()
        self._rooms[tournament_id] = room
        self._seen[tournament_id] = time.monotonic()
        await room.fill()  # what came between was for a room that was not there yet
        return room

    async def drawn(self, room: Room, audience: Audience) -> Kind:
        """The class of viewers who are told in HTML; the room then has a board. Raises NotFound."""
        if self._boards is None:
            raise NotFound(what="page")
        await room.picture(self._boards)
        return Kind(audience, html=True)

    def take(self, facts: Iterable[Recorded]) -> None:
        """What the feed brings, of any tournaments, in the log's order."""
        by_tournament: dict[UUID, list[Recorded]] = defaultdict(list)
        for fact in facts:
            if fact.tournament_id in self._rooms:
                by_tournament[fact.tournament_id].append(fact)
        for tournament_id, found in by_tournament.items():
            self.bring(self._rooms[tournament_id], found)

    def bring(self, room: Room, facts: Iterable[Recorded]) -> None:
        """Facts for one room; what is missing before them is read from the log."""
        if not room.take(facts):
            task = asyncio.create_task(self._fill(room))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _fill(self, room: Room) -> None:
        try:
            await room.fill()
        except UNAVAILABLE:
            log.warning("the log does not answer; the stream waits", tournament=str(room.tournament_id))

    async def compare(self) -> None:
        """Read what rooms have missed, by the heads the log has."""
        heads = await self._facts.heads(list(self._rooms))
        behind = [self._rooms[key] for key, head in heads.items() if key in self._rooms]
        for room in behind:
            if heads[room.tournament_id] > room.head:
                await self._fill(room)

    async def follow(self, lagging: Callable[[], bool]) -> None:
        """Until cancelled: compare, as often as the feed makes it needful."""
        while True:
            await asyncio.sleep(LAGGING if lagging() else COMPARED)
            try:
                if self._rooms:
                    await self.compare()
            except UNAVAILABLE:
                continue

    def close_idle(self) -> None:
        """Forget rooms that nobody watches and nobody has asked for lately, and of very many the oldest."""
        now = time.monotonic()
        empty = [room.tournament_id for room in self.rooms if not room.members]
        for watched in self._rooms.keys() - set(empty):
            self._seen[watched] = now
        empty.sort(key=lambda each: self._seen.get(each, 0.0))
        spare = len(empty) - MOST_EMPTY
        for number, each in enumerate(empty):
            if number < spare or now - self._seen.get(each, 0.0) > IDLE:
                del self._rooms[each]
                self._seen.pop(each, None)

    def members(self) -> Iterable[Member]:
        """Everyone who watches anything here."""
        for room in self._rooms.values():
            for lane in room.lanes.values():
                yield from lane.members

    async def page(self, tournament_id: UUID, audience: Audience, number: int) -> Page:
        """A page whose end has been reached changes no more, and is told once for all who come late."""
        key = (tournament_id, audience, number)
        if (kept := self._pages.get(key)) is not None:
            self._pages.move_to_end(key)
            return kept
        room = await self.room(tournament_id)
        page = await room.page(audience, number)
        if page.last == (number + 1) * PAGE:
            self._pages[key] = page
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        return page
