"""Where attempts are counted: in Redis when there is one, and in memory besides."""

from collections.abc import Awaitable, Callable, Sequence

from limits.aio.storage import MemoryStorage, RedisStorage, Storage


def stores(redis_url: str | None) -> tuple[Sequence[Storage], Callable[[], Awaitable[bool]] | None]:
    """The stores in the order they are asked, and a question whether Redis answers."""
    memory = MemoryStorage()
    if redis_url is None:
        return [memory], None
    shared = RedisStorage(f"async+{redis_url}", implementation="redispy", wrap_exceptions=True)
    return [shared, memory], shared.check
