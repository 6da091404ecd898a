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
from realtime.log import TournamentLog
from realtime.messages import MatchState, Viewers
from realtime.relay import Audience, Told, relay
from realtime.ring import SIZE, Entry, Page, Ring
from realtime.scene import Scene

log = structlog.get_logger("realtime")
PAGE = 200
LARGEST_HTML = 64 * 1024
"""Bytes; a page for whom more has changed fetches it, compressed, from where caches keep it."""
JOINED = 2 * LARGEST_HTML


class Board(Protocol):
    """A web page's picture of a tournament, moved on fact by fact."""

    def draw(self, fact: Recorded) -> dict[str, str | None] | None:
        """Take in the next fact; `html` and `say` for what it changed."""


class Kind(msgspec.Struct, frozen=True):
    """A class of viewers: who may see what, and whether they are told in HTML as well."""

    audience: Audience
    html: bool = False


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
        self._facts = facts
        self._closed = closed
        self._heard = heard
        self._ring = ring
        self._window = window
        self._filling = asyncio.Lock()
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
            ring = Ring(self._rings[kind.audience].head, self._ring, JOINED)
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
        """Read what is missing from the log; one reads, and everyone who asks meanwhile waits for it."""
        async with self._filling:
            while facts := await self._facts.after(self.tournament_id, self.head, LARGEST):
                self.take(facts)

    async def picture(self, boards: Boards) -> None:
        """Have a board that is where the room is."""
        async with self._filling:
            if self.board is None:
                at = self.head
                board = await boards(self.tournament_id, at)
                while at < self.head:
                    for fact in await self._facts.after(self.tournament_id, at, self.head):
                        board.draw(fact)
                        at = fact.sequence or at
                self.board = board

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
        self.head, self.position = self.head + 1, fact.position
        told = self._told(fact)
        drawn = self._drawn(fact)
        if told is None:
            return
        for audience in Audience:
            if told.audience <= audience:
                self._append(told, audience, drawn)
        self._heard(self, told)

    def _append(self, told: Told, audience: Audience, drawn: dict[str, str | None] | None) -> None:
        plain, drawing = Kind(audience), Kind(audience, html=True)
        before = self._rings[audience].head
        if drawing in self.lanes:
            self.lanes[drawing].ring.append(entry(told, before, **(drawn or {})))
        self.lanes[plain].append(entry(told, before))

    def _told(self, fact: Recorded, *, new: bool = True) -> Told | None:
        """A fact that cannot be told is hidden: the log has it, and the stream goes on."""
        try:
            if new:
                self.scene.fold(fact)
            return relay(fact, self.scene)
        except Exception:
            log.exception("a fact could not be told", topic=fact.topic, position=fact.position)
            return None

    def _drawn(self, fact: Recorded) -> dict[str, str | None] | None:
        """None where it could not be drawn: the event then has no HTML, and the page fetches its state."""
        if self.board is None:
            return None
        try:
            drawn = self.board.draw(fact)
            html = drawn and drawn["html"]
            return {**drawn, "html": None} if drawn and html and len(html.encode()) > LARGEST_HTML else drawn
        except Exception:
            log.exception("a fact could not be drawn", topic=fact.topic, position=fact.position)
            return None

    async def page(self, audience: Audience, number: int) -> Page:
        """The events from `number * PAGE + 1` to the end of that page, or to the head, told from the log."""
        first, last = number * PAGE, min((number + 1) * PAGE, self.head)
        entries = []
        for fact in await self._facts.after(self.tournament_id, first, last):
            told = self._told(fact, new=False)
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
