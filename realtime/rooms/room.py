"""One scope as it is streamed: each fact told once for each class of viewers, however many listen."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

import msgspec
import structlog

from domain.kernel.refusals import NotFound
from eventstore.moments import LARGEST
from eventstore.records import Recorded, Scope
from realtime.kernel.audiences import Asking
from realtime.kernel.messages import Viewers
from realtime.kernel.subject import Told
from realtime.relay import relay
from realtime.rings.frames import encode, frame, message
from realtime.rings.lane import WINDOW, Lane
from realtime.rings.ring import SIZE, Entry, Page, Ring
from realtime.rooms.log import ScopeLog
from realtime.rooms.picture import LARGEST_HTML, Boards, Drawn, Picture, Undrawn
from realtime.rooms.sharing import Turns
from realtime.scene import Scene

log = structlog.get_logger("realtime")
PAGE = 200
JOINED = 2 * LARGEST_HTML
"""Bytes of events with their HTML that are written together."""


class Kind(msgspec.Struct, frozen=True):
    """A class of viewers: who may see what, and whether they are told in HTML as well."""

    asking: Asking
    html: bool = False


T = TypeVar("T")
Closed = Callable[[Scope, Asking, int], Awaitable[Page]]
Heard = Callable[["Room", Told], None]


class Room:
    """`head` is the last event taken in; what comes is taken in order, once, and nothing is left out."""

    def __init__(
        self,
        scope: Scope,
        facts: ScopeLog,
        closed: Closed,
        heard: Heard,
        *,
        ring: int = SIZE,
        window: float = WINDOW,
    ) -> None:
        """`closed` finds a page that no longer changes, from a cache or from `page`; `heard` hears all."""
        self.scope = scope
        self.scene = Scene(scope)
        self.head = 0
        self.position = 0
        self._facts = facts
        self._closed = closed
        self._heard = heard
        self._ring = ring
        self._window = window
        self._filling = Turns(self._fill)
        self._picture = Picture(scope, facts, lambda: self.head)
        viewers = self.scene.kind.viewers
        self._rings = {asking: Ring(0, ring) for asking in viewers}
        self._seen: dict[Asking, list[int]] = {asking: [] for asking in viewers}
        self.lanes = {
            Kind(asking): Lane(self._rings[asking], self._seen[asking], self._pages(asking), window)
            for asking in viewers
        }

    @property
    def members(self) -> int:
        """How many watch."""
        return sum(len(lane.members) for lane in self.lanes.values())

    @property
    def hidden(self) -> bool:
        """Whether only those concerned may know of it, as of now."""
        return self.scene.kind.hidden(self.scene.at(self.head))

    @property
    def over(self) -> bool:
        """Whether it is over, as of now."""
        return self.scene.kind.over(self.scene.at(self.head))

    def lane(self, kind: Kind) -> Lane:
        """The lane of a class of viewers; one in HTML begins where things are when first asked for."""
        if kind not in self.lanes:
            ring = self._afresh(self._rings[kind.asking].head)
            self.lanes[kind] = Lane(ring, self._seen[kind.asking], None, self._window)
        return self.lanes[kind]

    async def open(self) -> None:
        """Read what there is; nobody is told of it. NotFound where there is no such thing."""
        until = await self._facts.head(self.scope)
        if until == 0:
            raise NotFound(what=self.scope.kind)
        async for facts in self._facts.all(self.scope, until):
            self._take(facts)
        for lane in self.lanes.values():
            lane.settle()

    async def fill(self) -> None:
        """Read what is missing from the log: once for everyone who asks before that begins."""
        await self._filling()

    async def _fill(self) -> None:
        while facts := await self._facts.after(self.scope, self.head, LARGEST):
            self.take(facts)

    async def picture(self, boards: Boards) -> None:
        """Have a board that is where the room is."""
        await self._picture.make(boards)

    @property
    def undrawn(self) -> bool:
        """Whether pages watch, and nothing draws for them."""
        return self._picture.missing and any(lane.members for kind, lane in self.lanes.items() if kind.html)

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
        drawn = self._drawn(fact)
        told = self._told(fact, lambda told: self._entries(told, drawn))
        if told is None:
            return
        event, entries = told
        self.scene.note(event)
        for kind, made in entries:
            if kind.html:
                self.lanes[kind].ring.append(made)
            else:
                self.lanes[kind].append(made)
        try:
            self._heard(self, event)
        except Exception:
            log.exception("a fact was not heard", topic=fact.topic, position=fact.position)

    def _entries(self, told: Told, drawn: Drawn) -> tuple[Told, list[tuple[Kind, Entry]]]:
        """What goes to each lane: all of it is made before any of it is there."""
        return told, [
            (kind, entry(told, self._rings[kind.asking].head, **(drawn if kind.html else {})))
            for kind in self.lanes
            if told.seen_by(kind.asking)
        ]

    def _told(self, fact: Recorded, make: Callable[[Told], T], *, new: bool = True) -> T | None:
        """A fact that cannot be told is hidden from all: the log has it, and the stream goes on."""
        try:
            if new:
                self.scene.fold(fact)
            told = relay(fact, self.scene)
            return make(told) if told else None
        except Exception:
            log.exception("a fact could not be told", topic=fact.topic, position=fact.position)
            return None

    def _drawn(self, fact: Recorded) -> Drawn:
        """Where it cannot be drawn, pages begin again from the state after it."""
        try:
            return self._picture.draw(fact)
        except Undrawn:
            for kind, lane in self.lanes.items():
                if kind.html:
                    lane.ring = self._afresh(self.head)
            return {}

    def _afresh(self, floor: int) -> Ring:
        return Ring(floor, self._ring, JOINED)

    async def page(self, asking: Asking, number: int) -> Page:
        """The events from `number * PAGE + 1` to the end of that page, or to the head, told from the log."""
        first, last = number * PAGE, min((number + 1) * PAGE, self.head)
        lane, entries = self.lanes[Kind(asking)], list[Entry]()

        def told_to(told: Told) -> Entry | None:
            return entry(told, lane.before(told.event.id)) if told.seen_by(asking) else None

        for fact in await self._facts.after(self.scope, first, last):
            made = self._told(fact, told_to, new=False)
            if made is not None:
                entries.append(made)
        return Page(entries, last)

    def _pages(self, asking: Asking) -> Callable[[int], Awaitable[Page]]:
        async def page(cursor: int) -> Page:
            return await self._closed(self.scope, asking, cursor // PAGE)

        return page

    def tell_viewers(self) -> None:
        """How many watch, to all of them."""
        count = message(Viewers(n=self.members))
        for lane in self.lanes.values():
            lane.tell(count)


def entry(told: Told, before: int, **more: Any) -> Entry:
    """The event as one lane sees it, `before` being the event before it there."""
    event: Any = msgspec.structs.replace(told.event, prev=before, **more)
    return Entry(event.id, _kind(type(event)), told.about.part, frame(encode(event)))


def _kind(event: type[msgspec.Struct]) -> str:
    return str(event.__struct_config__.tag)
