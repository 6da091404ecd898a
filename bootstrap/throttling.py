"""Where attempts are counted: in Redis when there is one, and in memory besides."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from limits.aio.storage import MemoryStorage, RedisStorage, Storage

Answers = Callable[[], Awaitable[bool]]


@asynccontextmanager
async def stores(redis_url: str | None) -> AsyncIterator[tuple[Sequence[Storage], Answers | None]]:
    """The stores in the order they are asked, and a question whether Redis answers."""
    memory = MemoryStorage()
    if redis_url is None:
        yield [memory], None
        return
    from redis.asyncio import ConnectionPool

    pool = ConnectionPool.from_url(redis_url, socket_connect_timeout=1, socket_timeout=1)
    options: dict[str, Any] = {"connection_pool": pool}
    shared = RedisStorage("async+redis://", implementation="redispy", wrap_exceptions=True, **options)
    try:
        yield [shared, memory], shared.check
    finally:
        await pool.disconnect()
