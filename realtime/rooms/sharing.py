"""Work that many ask for at once is done once, and everyone gets what came of it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Shared(Generic[K, V]):
    """By key: whoever asks while it is under way waits for the same."""

    def __init__(self) -> None:
        self._under_way: dict[K, asyncio.Task[V]] = {}

    async def get(self, key: K, make: Callable[[], Awaitable[V]]) -> V:
        """What `make` makes, or is making already; it goes on for the others where one goes away."""
        if (task := self._under_way.get(key)) is None:
            task = self._under_way[key] = asyncio.ensure_future(_run(make))
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        return await asyncio.shield(task)


class Turns:
    """One after another: whoever asks while one is under way waits for the next, which sees all there is."""

    def __init__(self, work: Callable[[], Awaitable[None]]) -> None:
        self._work = work
        self._turn = asyncio.Lock()
        self._next: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self) -> None:
        """One that begins after this."""
        if self._next is None:
            self._next = asyncio.create_task(self._begin())
            self._tasks.add(self._next)
            self._next.add_done_callback(self._tasks.discard)
        await asyncio.shield(self._next)

    async def _begin(self) -> None:
        async with self._turn:
            self._next = None
            await self._work()


async def _run(make: Callable[[], Awaitable[V]]) -> V:
    return await make()
