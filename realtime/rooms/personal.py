"""What concerns one account, over all tournaments it has entered, in the order of the log.

Facts of several tournaments reach a process in any order, or not at all. So a personal room is never brought
a fact: it is told that there is something, and then reads the log from where it was to where the log ends.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Set
from uuid import UUID

import structlog

from domain.entry.ids import registration_of_account
from eventstore.moments import LARGEST
from eventstore.records import Recorded, Scope
from realtime.entry.entrants import registration
from realtime.kernel.audiences import Asking
from realtime.kernel.subject import Told
from realtime.relay import relay
from realtime.rings.lane import WINDOW, Lane
from realtime.rings.ring import Entry, Page, Ring
from realtime.rooms.log import AccountLog
from realtime.rooms.room import PAGE, Kind, Room, entry
from realtime.scene import Scene

log = structlog.get_logger("realtime")


class Personal:
    """`head` is the position up to which the log was read, `wanted` one up to which there is reason to.

    An event concerns the account if its registration sits in that match at that event, is what the event is
    about, or had entered the tournament that changed. So what concerns it now never changes later.
    """

    hidden = True

    def __init__(
        self,
        account: UUID,
        facts: AccountLog,
        room: Callable[[Scope], Awaitable[Room]],
        window: float = WINDOW,
    ) -> None:
        """`room` finds that of a tournament, which knows who sat where and when."""
        self.account = account
        self.scope = Scope("account", account)
        self.head = self.wanted = 0
        self.tournaments: set[Scope] = set()
        self.over: dict[Scope, int] = {}
        """Those that are over, and the last event read of each: no room is needed until there is another."""
        self._facts = facts
        self._room = room
        self._filling = asyncio.Lock()
        self._lane = Lane(Ring(0), [], self._page, window)

    @property
    def needed(self) -> Set[Scope]:
        """The tournaments in which something may happen at any moment."""
        return self.tournaments - self.over.keys()

    @property
    def members(self) -> int:
        """How many connections of the account watch."""
        return len(self._lane.members)

    def lane(self, _: Kind) -> Lane:
        """The only one there is."""
        return self._lane

    async def open(self) -> None:
        """Read what there is; nobody is told of it."""
        await self._pull()
        self._lane.settle()
        self.wanted = self.head + 1  # until it is filled once more, something may have come between

    async def fill(self, until: int = LARGEST) -> None:
        """Read on, at least that far; one reads, and whoever asks meanwhile waits for it."""
        async with self._filling:
            if self.head < until:
                await self._pull()
        self._lane.publish()

    async def _pull(self) -> None:
        """All between the head and the end of the log, which is the same for every tournament."""
        until = await self._facts.position()
        self.tournaments |= await self._facts.entered(self.account, until)
        heads = await self._facts.heads(self.tournaments)
        rooms = await self._rooms({each: head for each, head in heads.items() if self.over.get(each) != head})
        scenes = {each: room.scene for each, room in rooms.items()}
        streams = [stream for found in scenes.items() for stream in self._streams(*found)]
        for fact in await self._facts.of(streams, self.head, until):
            if told := self._told(fact, scenes):
                self._lane.append(self._entry(told, fact))
        for tournament, room in rooms.items():
            self.over.pop(tournament, None)
            if room.over and room.position <= until:
                self.over[tournament] = room.head
        self.head = until

    async def _rooms(self, heads: Mapping[Scope, int]) -> dict[Scope, Room]:
        """Those of these tournaments, each up to that event or beyond."""
        rooms = {}
        for tournament, head in heads.items():
            room = rooms[tournament] = await self._room(tournament)
            if room.head < head:
                await room.fill()
        return rooms

    def _streams(self, tournament: Scope, scene: Scene) -> list[UUID]:
        """Those in which all is that concerns the account: few, where a tournament has thousands."""
        own = registration_of_account(tournament.id, self.account)
        return [tournament.id, own, *scene.parts.get(own, ())]

    def _told(self, fact: Recorded, scenes: dict[Scope, Scene]) -> Told | None:
        """A fact that cannot be told is hidden: the log has it, and the stream goes on."""
        tournament = fact.scope
        try:
            scene = scenes[tournament]
            told = relay(fact, scene)
            own = registration_of_account(tournament.id, self.account)
            entered = registration(scene.at(fact.sequence or 0), own)
            return told if told and entered and told.seen_by(Asking(own=own)) else None
        except Exception:
            log.exception("a fact could not be told", topic=fact.topic, position=fact.position)
            return None

    def _entry(self, told: Told, fact: Recorded) -> Entry:
        before = self._lane.before(fact.position)
        return entry(told, before, id=fact.position, tournament_id=fact.tournament_id)

    async def _page(self, cursor: int) -> Page:
        """The next events beyond a position, told from the log: which they are is known."""
        positions = self._lane.after(cursor, PAGE)
        facts = await self._facts.at(positions)
        rooms = await self._rooms(await self._facts.heads({fact.scope for fact in facts}))
        scenes = {each: room.scene for each, room in rooms.items()}
        told = ((self._told(fact, scenes), fact) for fact in facts)
        return Page([self._entry(found, fact) for found, fact in told if found], positions[-1])
