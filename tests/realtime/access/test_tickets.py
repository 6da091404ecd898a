"""A ticket is good once and for half a minute, wherever it is used."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from bootstrap.redis import shared
from bootstrap.redis.circuit import Circuit, connect
from bootstrap.redis.tickets import RedisUsed
from identity.access import AccessTokens, Claims
from identity.errors import TokenExpired, TokenInvalid
from identity.signing import Signatures
from realtime.access.limits import Limits
from realtime.access.tickets import TYPE, MemoryUsed, Tickets, Used
from tests.support.clock import Clock
from tests.support.redis import RedisServer

KEY, ORIGIN = b"k" * 32, "http://palio.test"
ANN = Claims(uuid4(), uuid4(), datetime(2026, 11, 25, 3, 36, 13, tzinfo=UTC))


@pytest.fixture(params=["memory", "redis"])
async def used(request: pytest.FixtureRequest) -> AsyncIterator[Used]:
    url = request.getfixturevalue("redis_server").url if request.param == "redis" else None
    async with shared(url, Limits()) as (_, used):
        yield used


@pytest.fixture
def tickets(used: Used) -> Tickets:
    return Tickets([KEY], ORIGIN, used)


async def good(gateway: Tickets, ticket: str) -> bool:
    try:
        return await gateway.use(ticket) == ANN
    except TokenInvalid:
        return False


async def test_a_ticket_says_once_for_whom_it_was_issued(tickets: Tickets) -> None:
    ticket = tickets.issue(ANN)
    assert await tickets.use(ticket) == ANN
    with pytest.raises(TokenInvalid):
        await tickets.use(ticket)
    assert await tickets.use(tickets.issue(ANN)) == ANN


async def test_of_twenty_who_use_a_ticket_at_once_one_is_let_in(tickets: Tickets) -> None:
    ticket = tickets.issue(ANN)
    assert sum(await asyncio.gather(*(good(tickets, ticket) for _ in range(20)))) == 1


async def test_an_old_ticket_has_expired(tickets: Tickets) -> None:
    old = Signatures([KEY], ORIGIN, TYPE).sign(uuid4(), uuid4(), timedelta(seconds=-3), until=1)
    with pytest.raises(TokenExpired):
        await tickets.use(old)


SOON = timedelta(seconds=30)
FOREIGN: dict[str, Callable[[], str]] = {
    "nonsense": lambda: "nonsense",
    "another key": lambda: Signatures([b"x" * 32], ORIGIN, TYPE).sign(uuid4(), uuid4(), SOON, until=1),
    "another server": lambda: Signatures([KEY], "http://no.test", TYPE).sign(uuid4(), uuid4(), SOON, until=1),
    "without an end": lambda: Signatures([KEY], ORIGIN, TYPE).sign(uuid4(), uuid4(), SOON),
    "without a real end": lambda: Signatures([KEY], ORIGIN, TYPE).sign(uuid4(), uuid4(), SOON, until=10**30),
    "access token": lambda: AccessTokens([KEY], ORIGIN).mint(uuid4(), uuid4()),
}


@pytest.mark.parametrize("foreign", FOREIGN)
async def test_what_is_no_ticket_of_ours_is_invalid(foreign: str) -> None:
    with pytest.raises(TokenInvalid):
        await Tickets([KEY], ORIGIN, MemoryUsed()).use(FOREIGN[foreign]())


async def test_a_ticket_is_no_access_token() -> None:
    with pytest.raises(TokenInvalid):
        AccessTokens([KEY], ORIGIN).read(Tickets([KEY], ORIGIN, MemoryUsed()).issue(ANN))


async def test_two_gateways_let_a_ticket_in_once(redis_server: RedisServer) -> None:
    async with (
        shared(redis_server.url, Limits()) as (_, here),
        shared(redis_server.url, Limits()) as (_, there),
    ):
        gateways = [Tickets([KEY], ORIGIN, used) for used in (here, there)]
        ticket = gateways[0].issue(ANN)
        assert sum(await asyncio.gather(*(good(gateway, ticket) for gateway in gateways * 10))) == 1


async def test_without_redis_a_ticket_is_still_used_once_here(redis_server: RedisServer) -> None:
    async with shared(redis_server.url, Limits()) as (_, used):
        tickets = Tickets([KEY], ORIGIN, used)
        before, after = tickets.issue(ANN), tickets.issue(ANN)
        assert await good(tickets, before)
        redis_server.kill()
        assert not await good(tickets, before)
        assert [await good(tickets, after) for _ in range(2)] == [True, False]
        redis_server.start()
        assert not await good(tickets, before)
        assert not await good(tickets, after)


async def test_redis_forgets_a_ticket_that_nobody_takes_for_good_any_more(redis_server: RedisServer) -> None:
    client = connect(redis_server.url)
    assert await RedisUsed(client, Circuit()).first("1", 60)
    assert 0 < await client.pttl("palio:ticket:1") <= 60_000
    await client.aclose()


async def test_memory_forgets_what_is_over_and_takes_no_more_than_it_can_remember() -> None:
    clock = Clock()
    used = MemoryUsed(most=2, clock=clock)
    assert [await used.first(ticket, 60) for ticket in ("1", "2", "3")] == [True, True, False]
    clock.now = 60.0
    assert [await used.first(ticket, 60) for ticket in ("3", "1", "2")] == [True, True, False]
