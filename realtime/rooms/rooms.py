"""Rooms by key, opened when first asked for and closed when nobody has watched for a minute."""

import asyncio
import time
from collections.abc import Callable, Iterator, Set
from typing import Generic, Protocol, TypeVar

IDLE = 60.0
MOST_EMPTY = 200
AT_ONCE = 4
"""How many are opened at a time: each reads a whole history."""


class Openable(Protocol):
    """What is kept here."""

    @property
    def members(self) -> int:
        """How many watch."""

    async def open(self) -> None:
        """Read what there is; nobody is told of it."""

    async def fill(self) -> None:
        """Read what is missing from the log."""


R = TypeVar("R", bound=Openable)
K = TypeVar("K")


class Rooms(Generic[K, R]):
    """Iterates over those that are open; true also while the first one opens."""

    def __init__(self, make: Callable[[K], R]) -> None:
        self._make = make
        self._open: dict[K, R] = {}
        self._opening: dict[K, asyncio.Task[R]] = {}
        self._seen: dict[K, float] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)

    def __bool__(self) -> bool:
        return bool(self._open or self._opening)

    def __iter__(self) -> Iterator[R]:
        return iter(list(self._open.values()))

    def __contains__(self, key: object) -> bool:
        return key in self._open

    def get(self, key: K | None) -> R | None:
        """The room if it is open."""
        return None if key is None else self._open.get(key)

    async def room(self, key: K) -> R:
        """The room, opened if need be; raises what its `open` does."""
        if (room := self._open.get(key)) is not None:
            self._seen[key] = time.monotonic()
            return room
        if (opening := self._opening.get(key)) is None:
            opening = asyncio.create_task(self._begin(key))
            self._opening[key] = opening
            opening.add_done_callback(lambda _: self._opening.pop(key, None))
        return await asyncio.shield(opening)

    async def _begin(self, key: K) -> R:
        async with self._turns:
            room = self._make(key)
            await room.open()
        self._open[key] = room
        self._seen[key] = time.monotonic()
        await room.fill()  # what came between was for a room that was not there yet
        return room

    def close_idle(self, needed: Set[K] = frozenset()) -> None:
        """Forget rooms that nobody watches, needs, or has asked for lately, and of very many the oldest."""
        now = time.monotonic()
        empty = [key for key, room in self._open.items() if not room.members and key not in needed]
        for watched in self._open.keys() - set(empty):
            self._seen[watched] = now
        empty.sort(key=lambda each: self._seen.get(each, 0.0))
        spare = len(empty) - MOST_EMPTY
        for number, each in enumerate(empty):
            if number < spare or now - self._seen.get(each, 0.0) > IDLE:
                del self._open[each]
                self._seen.pop(each, None)
