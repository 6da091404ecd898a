"""Attempts are counted across processes in Redis, and in memory while Redis is gone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bootstrap.throttling import stores
from identity.errors import TooManyAttempts
from identity.throttle import Throttle
from tests.support.redis import RedisServer

LIMITS = {"sign_in": "3/minute", "requests": None}


@asynccontextmanager
async def throttle(url: str | None) -> AsyncIterator[Throttle]:
    async with stores(url) as (counters, _):
        yield Throttle(LIMITS, counters)


async def allowed(throttle: Throttle, *who: str) -> int:
    """How many of ten attempts are let through."""
    count = 0
    for _ in range(10):
        try:
            await throttle.count("sign_in", *who)
            count += 1
        except TooManyAttempts as refusal:
            assert 1 <= refusal.context["retry_after"] <= 60
    return count


async def test_each_caller_has_a_limit_of_their_own() -> None:
    async with throttle(None) as one:
        assert [await allowed(one, who) for who in ("ann", "ben", "ann")] == [3, 3, 0]


async def test_a_limit_that_is_off_lets_everything_through() -> None:
    async with throttle(None) as one:
        for _ in range(1000):
            await one.count("requests", "ann")


async def test_two_processes_count_together_in_redis(redis_server: RedisServer) -> None:
    async with throttle(redis_server.url) as one, throttle(redis_server.url) as two:
        assert [await allowed(one, "ann"), await allowed(two, "ann")] == [3, 0]


async def test_without_redis_each_process_counts_for_itself_and_nobody_is_let_through_freely(
    redis_server: RedisServer,
) -> None:
    async with throttle(redis_server.url) as one:
        assert await allowed(one, "ann") == 3
        redis_server.kill()
        assert await allowed(one, "ann") == 3
        assert await allowed(one, "ann") == 0
        redis_server.start()
        assert await allowed(one, "ann") == 3


async def test_a_name_nobody_knows_is_a_mistake_of_ours() -> None:
    async with throttle(None) as one:
        with pytest.raises(KeyError):
            await one.count("unknown", "ann")
