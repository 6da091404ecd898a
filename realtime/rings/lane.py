"""One class of viewers in a room: their ring, and who of them is at its head."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import structlog

from realtime.rings.frames import Frame
from realtime.rings.member import Member
from realtime.rings.ring import Entry, Pages, Ring, together

log = structlog.get_logger("realtime")
WINDOW = 0.1
SHORTEST = 0.005
PAUSE = 8
SLICE = 500
JOINED = 128


class Lane:
    """A frame is built once and written to everyone who is live.

    The first event goes out at once. A write costs a system call, whatever its size: so what comes while one
    goes on is joined, and the next begins after an eighth of the time it took, when others had their turn.
    A small room waits `SHORTEST` seconds, the largest no more than `window`.
    """

    def __init__(self, ring: Ring, seen: list[int], pages: Pages | None, window: float = WINDOW) -> None:
        """`seen` are the numbers of all events of this lane, `pages` tells those the ring has lost."""
        self.ring = ring
        self.seen = seen
        self.pages = pages
        self.live: set[Member] = set()
        self.members: set[Member] = set()
        self._window = window
        self._written = ring.head
        self._hot = False
        self._began = 0.0

    def before(self, event: int) -> int:
        """The number of the event before that one; 0 for the first."""
        found = bisect_left(self.seen, event)
        return self.seen[found - 1] if found else 0

    def after(self, event: int, limit: int) -> list[int]:
        """The numbers of the next events, also those the ring has lost."""
        start = bisect_right(self.seen, event)
        return self.seen[start : start + limit]

    def join(self, member: Member) -> None:
        """From the member's cursor on."""
        self.members.add(member)
        member.pump()

    def leave(self, member: Member) -> None:
        """A member is gone."""
        self.members.discard(member)
        self.live.discard(member)

    def append(self, entry: Entry) -> None:
        """The next event, to be written by `publish`."""
        self.seen.append(entry.id)
        self.ring.append(entry)

    def settle(self) -> None:
        """What is here so far is nobody's news."""
        self._written = self.ring.head

    def publish(self) -> None:
        """Write what is new, now or at the end of the window."""
        if not self._hot and self.ring.head > self._written:
            self._hot = True
            self._write()

    def tell(self, frame: Frame) -> None:
        """Something that is no event, to everyone who is live."""
        self._tell(list(self.live), 0, frame)

    def _tell(self, members: list[Member], start: int, frame: Frame) -> None:
        for member in members[start : start + SLICE]:
            if member in self.live:
                member.sink.message(frame)
        if start + SLICE < len(members):
            asyncio.get_running_loop().call_soon(self._tell, members, start + SLICE, frame)

    def _write(self) -> None:
        entries = self.ring.after(self._written, JOINED)
        if entries is None:  # more has come than the ring holds: each goes on from where it is
            self._written = self.ring.head
        elif not entries:
            self._hot = False
            return
        else:
            self._written = entries[-1].id
        burst = _Burst(self.before(entries[0].id), entries) if entries else None
        self._began = asyncio.get_running_loop().time()
        self._slice(list(self.live), 0, burst)

    def _slice(self, members: list[Member], start: int, burst: "_Burst | None") -> None:
        """Some members at a time, so that whoever else has something to say is heard in between."""
        live = self.live
        for member in members[start : start + SLICE]:
            if member not in live:
                continue
            try:
                if member.sink.paused:
                    live.discard(member)
                elif burst and member.wanted is None and burst.before <= member.cursor < burst.first:
                    member.carry(burst.last, burst.entries, burst.frame)
                else:
                    member.pump()
            except Exception:
                log.exception("a viewer could not be told and is sent away")
                member.leave()
                member.sink.close(1013, "unavailable", 1_000)
        loop = asyncio.get_running_loop()
        if start + SLICE < len(members):
            loop.call_soon(self._slice, members, start + SLICE, burst)
        elif burst and len(burst.entries) == JOINED:
            loop.call_soon(self._write)
        else:
            took = loop.time() - self._began
            loop.call_later(min(self._window, max(SHORTEST, took / PAUSE)), self._write)


class _Burst:
    """Events written together: the one before them, the first and the last, and one frame for everyone."""

    def __init__(self, before: int, entries: Sequence[Entry]) -> None:
        self.before = before
        self.first = entries[0].id
        self.last = entries[-1].id
        self.entries = entries
        self.frame = together(entries)
