"""A connection is a cursor into its lane's ring, with no queue of its own.

Joining, resuming and catching up after a pause are one function, `pump`: nothing is awaited between reading
the ring to its end and going live, so nothing falls between, and nothing comes twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol
from uuid import UUID

import msgspec
import structlog
from uvicorn.protocols.utils import ClientDisconnected

from realtime.kernel.messages import Bookmark, Reset
from realtime.rings.frames import Frame, message
from realtime.rings.ring import Entry, Pages, Ring, together

log = structlog.get_logger("realtime")
CHUNK = 64


class Sink(Protocol):
    """Where a member's frames go; it never blocks, and says when it has had enough."""

    paused: bool
    paused_at: float
    resumed: Callable[[], None]

    @property
    def unsent(self) -> int:
        """Bytes that wait for the client to read."""

    def events(self, entries: Sequence[Entry], frame: Frame, /) -> None:
        """Events, and the frame that holds them all."""

    def message(self, frame: Frame, at: int | None = None, /) -> None:
        """Any other message; `at` where it says which event the client goes on from."""

    def close(self, code: int, reason: str, retry_ms: int | None = None) -> None:
        """The last message; nothing is written afterwards."""

    async def drained(self) -> None:
        """Until more may be written. Raises ClientDisconnected."""


class Watched(Protocol):
    """What a member watches; a lane is that."""

    ring: Ring
    live: set[Member]
    pages: Pages | None

    def before(self, event: int) -> int:
        """The number of the event before that one; 0 for the first."""

    def leave(self, member: Member) -> None:
        """A member is gone."""


class Wanted(msgspec.Struct, frozen=True):
    """What a viewer chose to be told: some kinds of events, or those of one part."""

    kinds: frozenset[str] | None = None
    part: UUID | None = None

    def __call__(self, entry: Entry) -> bool:
        """Whether this is one of them."""
        return (self.kinds is None or entry.kind in self.kinds) and self.part in (None, entry.part)


class Member:
    """One viewer. `cursor` is the last event handed to its sink, moved before anything is written."""

    def __init__(self, lane: Watched, sink: Sink, cursor: int, wanted: Wanted | None = None) -> None:
        self.lane = lane
        self.sink = sink
        self.cursor = cursor
        self.wanted = wanted
        self.left = False
        self._told = cursor
        self._catching: asyncio.Task[None] | None = None
        sink.resumed = self.pump

    def pump(self) -> None:
        """Everything the ring has beyond the cursor, as far as the sink takes it, and then live."""
        while not (self.left or self.sink.paused or self._catching):
            entries = self.lane.ring.after(self.cursor, CHUNK)
            if entries is None:
                self._fall_back()
            elif entries:
                self.take(entries)
            else:
                self.lane.live.add(self)
                return
        self.lane.live.discard(self)

    def take(self, entries: Sequence[Entry]) -> None:
        """The next events."""
        if self.wanted is None:
            self.carry(entries[-1].id, entries, together(entries))
        else:
            self.cursor = entries[-1].id
            self._choose(entries, self.wanted)

    def carry(self, last: int, entries: Sequence[Entry], frame: Frame) -> None:
        """The next events up to `last`, chosen from by nobody, in a frame that others may be given too."""
        self.cursor = self._told = last
        self.sink.events(entries, frame)

    def bookmark(self) -> None:
        """Let a viewer who chose know how far things are."""
        if self._told < self.cursor and not self.sink.paused:
            self._told = self.cursor
            self.sink.message(message(Bookmark(id=self.cursor)), self.cursor)

    def leave(self) -> None:
        """Nothing more comes."""
        self.left = True
        self.lane.leave(self)
        if self._catching is not None:
            self._catching.cancel()

    def _choose(self, entries: Sequence[Entry], wanted: Wanted) -> None:
        """A bookmark where events were left out: `prev` of the next is then never beyond what is known."""
        for entry in filter(wanted, entries):
            before = self.lane.before(entry.id)
            if before > self._told:
                self.sink.message(message(Bookmark(id=before)), before)
            self._told = entry.id
            self.sink.events([entry], entry.frame)

    def _fall_back(self) -> None:
        """Older than the ring: from the log, or where that cannot tell it, the state instead."""
        if self.lane.pages is None:
            self.cursor = self._told = self.lane.ring.head
            self.sink.message(message(Reset(id=self.cursor)), self.cursor)
        else:
            self._catching = asyncio.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        """Page by page from the log, each once the one before has been taken."""
        assert self.lane.pages is not None
        try:
            while self.cursor < self.lane.ring.floor:
                page = await self.lane.pages(self.cursor)
                if entries := [entry for entry in page.entries if entry.id > self.cursor]:
                    self.take(entries)
                self.cursor = max(self.cursor, min(page.last, self.lane.ring.floor))
                await self.sink.drained()
        except ClientDisconnected:
            return
        except Exception as error:
            log.warning("what a viewer missed cannot be told now", error=repr(error))
            self.sink.close(1013, "unavailable", retry_ms=1000)
            return
        finally:
            self._catching = None
        self.bookmark()
        self.pump()
