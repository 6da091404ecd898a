"""How often someone may try: counted in a shared store, and in memory while that is gone."""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, MovingWindowSupport, Storage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError

from identity.errors import TooManyAttempts

__all__ = ["MemoryStorage", "MovingWindowSupport", "Storage", "Throttle"]


class Throttle:
    """Counts by name of the limit and whatever tells one caller from another; the first store that answers
    decides, and every store counts alike."""

    def __init__(self, limits: Mapping[str, str | None], stores: Sequence[Storage]) -> None:
        """`limits` by name, such as "10/minute"; None for as often as one likes."""
        self._limits = {name: parse(text) if text else None for name, text in limits.items()}
        self._limiters = [MovingWindowRateLimiter(store) for store in stores]

    async def count(self, limit: str, *who: object) -> None:
        """One more attempt; TooManyAttempts with the seconds to wait where that is too many."""
        item = self._limits[limit]
        if item is None:
            return
        key = (limit, *(str(part) for part in who))
        for limiter in self._limiters:
            with suppress(StorageError):
                if await limiter.hit(item, *key):
                    return
                await _refuse(limiter, item, key)


async def _refuse(limiter: MovingWindowRateLimiter, item: RateLimitItem, key: tuple[str, ...]) -> None:
    window = await limiter.get_window_stats(item, *key)
    raise TooManyAttempts(retry_after=max(1, round(window.reset_time - time.time())))
