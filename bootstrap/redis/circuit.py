"""Redis is asked a few questions at a time, and while it does not answer one a second."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = structlog.get_logger("redis")
Answer = TypeVar("Answer")
PATIENCE = 1.0
PAUSE = 1.0
AT_ONCE = 8
"""Questions under way: who waits for a turn is not taken for a Redis that does not answer."""


class Gone(Exception):
    """Redis does not answer."""


def connect(url: str) -> Redis:
    """A client to ask through a circuit, which says how long one waits: its own ten retries would be longer.

    One retry is left: a connection kept from before Redis was restarted fails when it is used again.
    """
    return Redis.from_url(url, retry=Retry(NoBackoff(), 1))


class Circuit:
    """Closed while Redis answers. Open, it tells all but one a second at once that Redis is gone."""

    def __init__(self, *, patience: float = PATIENCE, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience = patience
        self._clock = clock
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._again: float | None = None

    async def ask(self, question: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer. Raises Gone, after `patience` seconds at most."""
        async with self._turns:
            if self._again is not None:
                if self._clock() < self._again:
                    raise Gone
                self._again = self._clock() + PAUSE
            try:
                async with asyncio.timeout(self._patience):
                    answer = await question()
            except (RedisError, OSError, TimeoutError) as error:
                self._open(error)
                raise Gone from None
            self._close()
            return answer

    def _open(self, error: Exception) -> None:
        if self._again is None:
            log.warning("redis is gone, this process decides alone", error=repr(error))
        self._again = self._clock() + PAUSE

    def _close(self) -> None:
        if self._again is not None:
            log.info("redis answers again")
        self._again = None
