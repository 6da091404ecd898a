"""One class of viewers in a room: their ring, and who of them is at its head."""

import asyncio
from bisect import bisect_left
from collections.abc import Sequence

from realtime.member import Member
from realtime.ring import Entry, Pages, Ring, together

WINDOW = 0.1
SLICE = 500
JOINED = 128


class Lane:
    """A frame is built once and written to everyone who is live.

    The first event goes out at once. While more keep coming they are joined over `window` seconds: a write
    costs a system call, whatever its size.
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

    def before(self, event: int) -> int:
        """The number of the event before that one; 0 for the first."""
        found = bisect_left(self.seen, event)
        return self.seen[found - 1] if found else 0

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
        self._slice(list(self.live), burst)

    def _slice(self, members: list[Member], burst: "_Burst | None") -> None:
        """Some members at a time, so that whoever else has something to say is heard in between."""
        for member in members[:SLICE]:
            if member not in self.live:
                continue
            if member.sink.paused:
                self.live.discard(member)
            elif burst and member.wanted is None and burst.before <= member.cursor < burst.first:
                member.take(burst.entries, burst.frame)
            else:
                member.pump()
        loop = asyncio.get_running_loop()
        if len(members) > SLICE:
            loop.call_soon(self._slice, members[SLICE:], burst)
        elif self._written < self.ring.head and burst and len(burst.entries) == JOINED:
            loop.call_soon(self._write)
        else:
            loop.call_later(self._window, self._write)


class _Burst:
    """Events written together: the one before them, the first of them, and the one frame for everyone."""

    def __init__(self, before: int, entries: Sequence[Entry]) -> None:
        self.before = before
        self.first = entries[0].id
        self.entries = entries
        self.frame = together(entries)
