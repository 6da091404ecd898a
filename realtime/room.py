"""One tournament as it is streamed: each fact told once for each class of viewers, however many listen."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Protocol
from uuid import UUID

import msgspec
import structlog

from domain.errors import NotFound
from eventstore.moments import LARGEST
from eventstore.records import Recorded
from realtime.frames import encode, frame, message
from realtime.lane import WINDOW, Lane
from realtime.log import UNAVAILABLE, TournamentLog
from realtime.messages import MatchState, Viewers
from realtime.relay import Audience, Told, relay
from realtime.ring import SIZE, Entry, Page, Ring
from realtime.scene import Scene
from realtime.sharing import Shared

log = structlog.get_logger("realtime")
PAGE = 200
LARGEST_HTML = 64 * 1024
"""Characters a frame carries; of more, such as a large draw, a page fetches what it lacks."""


class Board(Protocol):
    """A web page's picture of a tournament, moved on fact by fact."""

    def draw(self, fact: Recorded) -> dict[str, str | None] | None:
        """Take in the next fact; `html` and `say` for what it changed."""


class Kind(msgspec.Struct, frozen=True):
    """A class of viewers: who may see what, and whether they are told in HTML as well."""

    audience: Audience
    html: bool = False


UNDRAWN = 60.0
"""Seconds for which a tournament that could not be drawn is not drawn again."""
Boards = Callable[[UUID, int], Awaitable[Board]]
Closed = Callable[[UUID, Audience, int], Awaitable[Page]]
Heard = Callable[["Room", Told], None]


class Room:
    """`head` is the last event taken in; what comes is taken in order, once, and nothing is left out."""

    def __init__(
        self,
        tournament_id: UUID,
        facts: TournamentLog,
        closed: Closed,
        heard: Heard,
        *,
        ring: int = SIZE,
        window: float = WINDOW,
    ) -> None:
        """`closed` finds a page that no longer changes, from a cache or from `page`; `heard` hears all."""
        self.tournament_id = tournament_id
        self.scene = Scene()
        self.head = 0
        self.position = 0
        self.board: Board | None = None
        self._undrawn_until = 0.0
        self._facts = facts
        self._closed = closed
        self._heard = heard
        self._ring = ring
        self._window = window
        self._filling = asyncio.Lock()
        self._filled = Shared(self._fill)
        self._rings = {audience: Ring(0, ring) for audience in Audience}
        self._seen: dict[Audience, list[int]] = {audience: [] for audience in Audience}
        self.lanes: dict[Kind, Lane] = {}
        for audience in Audience:
            kind = Kind(audience)
            self.lanes[kind] = Lane(
                self._rings[audience], self._seen[audience], self._pages(audience), window
            )

    @property
    def members(self) -> int:
        """How many watch."""
        return sum(len(lane.members) for lane in self.lanes.values())

    @property
    def hidden(self) -> bool:
        """Whether only those concerned may know of it, as of now."""
        return self.scene.hidden(self.head)

    def lane(self, kind: Kind) -> Lane:
        """The lane of a class of viewers; one in HTML begins where things are when first asked for."""
        if kind not in self.lanes:
            ring = Ring(self._rings[kind.audience].head, self._ring)
            self.lanes[kind] = Lane(ring, self._seen[kind.audience], None, self._window)
        return self.lanes[kind]

    async def open(self) -> None:
        """Read what there is; nobody is told of it. NotFound where there is no such tournament."""
        until = await self._facts.head(self.tournament_id)
        if until == 0:
            raise NotFound(what="tournament")
        async for facts in self._facts.all(self.tournament_id, until):
            self._take(facts)
        for lane in self.lanes.values():
            lane.settle()

    async def fill(self) -> None:
        """Read what is missing from the log; of those who ask meanwhile one reads for all."""
        await self._filled()

    async def _fill(self) -> None:
        async with self._filling:
            while facts := await self._facts.after(self.tournament_id, self.head, LARGEST):
                self.take(facts)

    async def picture(self, boards: Boards) -> None:
        """Have a board that is where the room is; where none can be made, pages fetch what they show."""
        now = asyncio.get_running_loop().time()
        async with self._filling:
            if self.board is not None or now < self._undrawn_until:
                return
            try:
                self.board = await self._pictured(boards)
            except UNAVAILABLE:
                raise
            except Exception:
                log.exception("a tournament cannot be drawn", tournament=str(self.tournament_id))
                self._undrawn_until = now + UNDRAWN

    async def _pictured(self, boards: Boards) -> Board:
        at = self.head
        board = await boards(self.tournament_id, at)
        while at < self.head:
            for fact in await self._facts.after(self.tournament_id, at, self.head):
                board.draw(fact)
                at = fact.sequence or at
        return board

    def take(self, facts: Iterable[Recorded]) -> bool:
        """Take in what comes next and tell it; False where something before it is missing."""
        whole = self._take(facts)
        for lane in self.lanes.values():
            lane.publish()
        return whole

    def _take(self, facts: Iterable[Recorded]) -> bool:
        for fact in facts:
            sequence = fact.sequence or 0
            if sequence > self.head + 1:
                return False
            if sequence == self.head + 1:
                self._one(fact)
        return True

    def _one(self, fact: Recorded) -> None:
        """A fact that cannot be told is hidden from all: the log has it, and the stream goes on."""
        self.head, self.position = self.head + 1, fact.position
        drawn = self._drawn(fact)
        try:
            self.scene.fold(fact)
            told = relay(fact, self.scene)
            entries = self._entries(told, drawn or {}) if told else []
        except Exception:
            log.exception("a fact could not be told", topic=fact.topic, position=fact.position)
            return
        for kind, made in entries:
            if kind.html:
                self.lanes[kind].ring.append(made)
            else:
                self.lanes[kind].append(made)
        if told:
            self._heard(self, told)

    def _entries(self, told: Told, drawn: dict[str, str | None]) -> list[tuple[Kind, Entry]]:
        """The event for each lane that is told of it."""
        return [
            (kind, entry(told, self._rings[kind.audience].head, **(drawn if kind.html else {})))
            for kind in self.lanes
            if told.audience <= kind.audience
        ]

    def _told(self, fact: Recorded) -> Told | None:
        """Once more a fact that was taken in; None where it could not be told then either."""
        try:
            return relay(fact, self.scene)
        except Exception:
            log.exception("a fact could not be told", topic=fact.topic, position=fact.position)
            return None

    def _drawn(self, fact: Recorded) -> dict[str, str | None] | None:
        """None where it could not be drawn: the event then has no HTML, and the page fetches its state.

        A board that lacks a fact would be wrong from there on; another is made for the next who comes.
        """
        if self.board is None:
            return None
        try:
            drawn = self.board.draw(fact)
            if drawn and len(drawn["html"] or "") > LARGEST_HTML:
                return {**drawn, "html": None}
            return drawn
        except Exception:
            log.exception("a fact could not be drawn", topic=fact.topic, position=fact.position)
            self.board = None
            return None

    async def page(self, audience: Audience, number: int) -> Page:
        """The events from `number * PAGE + 1` to the end of that page, or to the head, told from the log."""
        first, last = number * PAGE, min((number + 1) * PAGE, self.head)
        entries = []
        for fact in await self._facts.after(self.tournament_id, first, last):
            told = self._told(fact)
            if told is not None and told.audience <= audience:
                entries.append(entry(told, self.lanes[Kind(audience)].before(told.event.id)))
        return Page(entries, last)

    def _pages(self, audience: Audience) -> Callable[[int], Awaitable[Page]]:
        async def page(cursor: int) -> Page:
            return await self._closed(self.tournament_id, audience, cursor // PAGE)

        return page

    def tell_viewers(self) -> None:
        """How many watch, to all of them."""
        count = message(Viewers(n=self.members))
        for lane in self.lanes.values():
            lane.tell(count)


def entry(told: Told, before: int, **more: Any) -> Entry:
    """The event as one lane sees it, `before` being the event before it there."""
    event: Any = msgspec.structs.replace(told.event, prev=before, **more)
    match = event.data.match_id if isinstance(event.data, MatchState) else None
    return Entry(event.id, _kind(type(event)), match, frame(encode(event)))


def _kind(event: type[msgspec.Struct]) -> str:
    return str(event.__struct_config__.tag)
