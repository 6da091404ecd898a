"""The last events of a room as one class of viewers sees them: read by number, shared by everyone."""

from bisect import bisect_right
from collections.abc import Awaitable, Callable, Iterator, Sequence
from uuid import UUID

import msgspec

from realtime.rings.frames import Frame, joined

SIZE = 1024


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An event with its frame; `kind` and `part` are what a viewer may choose by."""

    id: int
    kind: str
    part: UUID | None
    frame: Frame


def together(entries: Sequence[Entry]) -> Frame:
    """One frame for these: the event itself where it is alone."""
    return entries[0].frame if len(entries) == 1 else joined(entry.frame.payload for entry in entries)


class Page(msgspec.Struct, frozen=True):
    """Events told from the log, up to the event numbered `last`, which may itself be hidden."""

    entries: Sequence[Entry]
    last: int


Pages = Callable[[int], Awaitable[Page]]


class Ring:
    """At least the last `size` events; `floor` is the event after which nothing is missing."""

    def __init__(self, floor: int, size: int = SIZE, octets: int | None = None) -> None:
        """`octets` is about how many are read at a time, where an event may have very many."""
        self.floor = floor
        self._size = size
        self._octets = octets
        self._entries: list[Entry] = []
        self._ids: list[int] = []

    @property
    def head(self) -> int:
        """The last event there is."""
        return self._ids[-1] if self._ids else self.floor

    def append(self, entry: Entry) -> None:
        """The next event; the oldest make room, many at a time."""
        self._entries.append(entry)
        self._ids.append(entry.id)
        if len(self._ids) >= 2 * self._size:
            self.floor = self._ids[self._size - 1]
            del self._entries[: self._size], self._ids[: self._size]

    def after(self, cursor: int, limit: int) -> list[Entry] | None:
        """The next events beyond the cursor, none at the head; None where some are no longer here."""
        if cursor < self.floor:
            return None
        start = bisect_right(self._ids, cursor)
        found = self._entries[start : start + limit]
        return found if self._octets is None else list(_within(found, self._octets))


def _within(entries: Sequence[Entry], octets: int) -> Iterator[Entry]:
    """The first, and as many more as come to so many octets together."""
    for number, entry in enumerate(entries):
        octets -= len(entry.frame.wire)
        if number and octets < 0:
            return
        yield entry
