"""What concerns one account, over all tournaments it has entered, in the order of the log.

Facts of several tournaments reach a process in any order, or not at all. So a personal room is never brought
a fact: it is told that there is something, and then reads the log from where it was to where the log ends.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence, Set
from typing import Any
from uuid import UUID

import structlog

from domain.entry.ids import registration_of_account
from domain.kernel.refusals import NotFound
from eventstore.moments import LARGEST
from eventstore.records import Recorded
from realtime import states as s
from realtime.relay import Audience, Told, relay
from realtime.rings.lane import WINDOW, Lane
from realtime.rings.ring import Entry, Page, Ring
from realtime.rooms.log import AccountLog
from realtime.rooms.picture import Boards
from realtime.rooms.room import PAGE, Kind, Room, entry
from realtime.scene import Scene

log = structlog.get_logger("realtime")


class Personal:
    """`head` is the position up to which the log was read, `wanted` one up to which there is reason to.

    An event concerns the account if its registration sits in that match at that event, is what the event is
    about, or had entered the tournament that changed. So what concerns it now never changes later.
    """

    tournament_id = None
    hidden = False

    def __init__(
        self,
        account: UUID,
        facts: AccountLog,
        room: Callable[[UUID], Awaitable[Room]],
        window: float = WINDOW,
    ) -> None:
        """`room` finds that of a tournament, which knows who sat where and when."""
        self.account = account
        self.head = self.wanted = 0
        self.tournaments: set[UUID] = set()
        self.over: dict[UUID, int] = {}
        """Those that are over, and the last event read of each: no room is needed until there is another."""
        self._facts = facts
        self._room = room
        self._filling = asyncio.Lock()
        self._lane = Lane(Ring(0), [], self._page, window)

    @property
    def needed(self) -> Set[UUID]:
        """The tournaments in which something may happen at any moment."""
        return self.tournaments - self.over.keys()

    @property
    def members(self) -> int:
        """How many connections of the account watch."""
        return len(self._lane.members)

    def lane(self, _: Kind) -> Lane:
        """The only one there is."""
        return self._lane

    async def picture(self, _: Boards) -> None:
        """Raises NotFound: no page shows this."""
        raise NotFound(what="page")

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
        heads = await self._facts.heads(list(self.tournaments))
        rooms = await self._rooms({each: head for each, head in heads.items() if self.over.get(each) != head})
        scenes = {each: room.scene for each, room in rooms.items()}
        streams = [stream for found in scenes.items() for stream in self._streams(*found)]
        for fact in await self._facts.of(streams, self.head, until):
            if told := self._told(fact, scenes):
                self._lane.append(self._entry(told, fact))
        for tournament_id, room in rooms.items():
            self.over.pop(tournament_id, None)
            if room.over and room.position <= until:
                self.over[tournament_id] = room.head
        self.head = until

    async def _rooms(self, heads: Mapping[UUID, int]) -> dict[UUID, Room]:
        """Those of these tournaments, each up to that event or beyond."""
        rooms = {}
        for tournament_id, head in heads.items():
            room = rooms[tournament_id] = await self._room(tournament_id)
            if room.head < head:
                await room.fill()
        return rooms

    def _streams(self, tournament_id: UUID, scene: Scene) -> list[UUID]:
        """Those in which all is that concerns the account: few, where a tournament has thousands."""
        own = registration_of_account(tournament_id, self.account)
        return [tournament_id, own, *scene.seats.get(own, ())]

    def _told(self, fact: Recorded, scenes: dict[UUID, Scene]) -> Told | None:
        """A fact that cannot be told is hidden: the log has it, and the stream goes on."""
        assert fact.tournament_id is not None
        try:
            scene = scenes[fact.tournament_id]
            told = relay(fact, scene)
            own = registration_of_account(fact.tournament_id, self.account)
            return told if told and concerns(told, fact, scene, own) else None
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
        rooms = await self._rooms(
            await self._facts.heads([each for each in {fact.tournament_id for fact in facts} if each])
        )
        scenes = {each: room.scene for each, room in rooms.items()}
        told = ((self._told(fact, scenes), fact) for fact in facts)
        return Page([self._entry(found, fact) for found, fact in told if found], positions[-1])


def concerns(told: Told, fact: Recorded, scene: Scene, registration: UUID) -> bool:
    """Whether an event concerns whoever is behind a registration, which had entered by then."""
    if scene.registration(registration, fact.sequence or 0) is None:
        return False
    named = about(told, fact.tournament_id)
    return named is None or registration in named


def about(told: Told, tournament_id: UUID | None) -> Sequence[UUID] | None:
    """The registrations an event concerns; None for all there are."""
    event: Any = told.event
    match event.data:
        case s.MatchState(sides=sides):
            return [side.registration_id for side in sides if side]
        case s.RegistrationState(registration_id=own) | s.CheckInState(registration_id=own):
            return [own]
        case s.StaffState(account_id=account) if tournament_id:
            return [registration_of_account(tournament_id, account)]
        case s.TournamentState() if told.audience is Audience.PUBLIC:
            return None
    return []
