"""Only so many connections are held at once, whoever counts: this process, or all of them in Redis."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from ipaddress import ip_network
from typing import Any
from uuid import UUID, uuid4

import pytest
from redis.asyncio import Redis

from bootstrap.redis import shared
from bootstrap.redis.circuit import Circuit, connect
from bootstrap.redis.leases import BATCH, RedisLeases
from domain.kernel.refusals import Refusal
from realtime.access.errors import TooManyConnections
from realtime.access.leases import LIFE, Lease, Leases, MemoryLeases, Taken, renewing
from realtime.access.limits import Limits
from tests.support.clock import Clock
from tests.support.redis import RedisServer

ANN, BEN, FINAL, CUP = uuid4(), uuid4(), uuid4(), uuid4()
HOME, ELSEWHERE = "198.51.100.1", "198.51.100.2"


class Counting:
    """Leases, and a way to let time pass."""

    def __init__(self, make: Callable[[Limits], Leases], later: Callable[[float], Awaitable[None]]) -> None:
        self.make = make
        self.later = later


@pytest.fixture
async def client(redis_server: RedisServer) -> AsyncIterator[Redis]:
    connected = connect(redis_server.url)
    yield connected
    await connected.aclose()


@pytest.fixture(params=["memory", "redis"])
def counting(request: pytest.FixtureRequest) -> Counting:
    if request.param == "redis":
        client = request.getfixturevalue("client")
        return Counting(partial(RedisLeases, client, Circuit()), partial(age, client))
    clock = Clock()

    async def later(seconds: float) -> None:
        clock.now += seconds

    return Counting(partial(MemoryLeases, clock=clock), later)


async def age(client: Redis, seconds: float) -> None:
    """As if so much time had passed in Redis: every lease ends that much sooner."""
    async for key in client.scan_iter("palio:lease:*"):
        for lease, _ in await client.zrange(key, 0, -1, withscores=True):
            await client.zincrby(key, -seconds * 1000, lease)


def lease(
    account: UUID | None = None, address: str | None = None, room: UUID | None = None, **more: Any
) -> Lease:
    """From an address that nobody else has, unless one is given."""
    return Lease(account=account, address=address or uuid4().hex, room=room, **more)


async def taken(leases: Leases, *wanted: Lease) -> list[Taken]:
    """Those of the leases, asked for all at once, that there was a place for."""
    answers = await asyncio.gather(*map(leases.take, wanted), return_exceptions=True)
    assert all(isinstance(answer, Taken | Refusal) for answer in answers), answers
    return [answer for answer in answers if isinstance(answer, Taken)]


async def test_an_account_holds_three_connections_and_another_one_its_own(counting: Counting) -> None:
    leases = counting.make(Limits())
    assert len([await leases.take(lease(ANN)) for _ in range(3)]) == 3
    with pytest.raises(TooManyConnections) as refused:
        await leases.take(lease(ANN))
    assert refused.value.code == "connection_limit_exceeded"
    assert refused.value.context == {"whose": "account", "most": 3, "retry_after": 5}
    assert await leases.take(lease(BEN))


async def test_an_address_holds_ten_connections_of_whoever_they_are(counting: Counting) -> None:
    leases = counting.make(Limits())
    for _ in range(10):
        await leases.take(lease(uuid4(), HOME))
    with pytest.raises(TooManyConnections, match="One address may hold 10"):
        await leases.take(lease(None, HOME))
    assert await leases.take(lease(None, ELSEWHERE))


async def test_the_addresses_one_customer_chooses_from_are_one(counting: Counting) -> None:
    leases = counting.make(Limits(per_address=1))
    await leases.take(lease(None, "2001:db8::1"))
    with pytest.raises(TooManyConnections):
        await leases.take(lease(None, "2001:db8::2"))


async def test_a_room_has_so_many_places(counting: Counting) -> None:
    leases = counting.make(Limits(per_room=2))
    for _ in range(2):
        await leases.take(lease(room=FINAL))
    with pytest.raises(Refusal) as refused:
        await leases.take(lease(room=FINAL))
    assert refused.value.code == "room_full"
    assert await leases.take(lease(room=CUP))


async def test_who_is_refused_by_one_of_three_takes_no_place_of_the_others(counting: Counting) -> None:
    leases = counting.make(Limits(per_account=1, per_address=1, per_room=1))
    bens = await leases.take(lease(BEN, ELSEWHERE, FINAL))
    for _ in range(3):
        assert not await taken(leases, lease(ANN, HOME, FINAL))
    await leases.release(bens)
    assert await leases.take(lease(ANN, HOME, FINAL))


async def test_of_twenty_who_come_at_once_three_get_the_three_places(counting: Counting) -> None:
    leases = counting.make(Limits())
    assert len(await taken(leases, *(lease(ANN) for _ in range(20)))) == 3


async def test_a_place_given_back_is_free_once(counting: Counting) -> None:
    leases = counting.make(Limits(per_account=2))
    first, _ = await taken(leases, lease(ANN), lease(ANN))
    await leases.release(first)
    await leases.release(first)
    assert len(await taken(leases, lease(ANN), lease(ANN))) == 1


async def test_asking_again_for_the_same_lease_takes_no_second_place(counting: Counting) -> None:
    leases = counting.make(Limits(per_account=1))
    asked = lease(ANN)
    assert await leases.take(asked) == await leases.take(asked)
    assert not await taken(leases, lease(ANN))


async def test_a_lease_that_nobody_renews_ends(counting: Counting) -> None:
    leases = counting.make(Limits(per_account=2))
    kept, _ = await taken(leases, lease(ANN), lease(ANN))
    await counting.later(LIFE - 1)
    await leases.renew(kept)
    assert not await taken(leases, lease(ANN))
    await counting.later(2)
    assert len(await taken(leases, lease(ANN), lease(ANN))) == 1


async def test_a_lease_that_ended_is_held_again_once_it_is_renewed(counting: Counting) -> None:
    leases = counting.make(Limits(per_account=1))
    held = await leases.take(lease(ANN))
    await counting.later(LIFE + 1)
    newer = await leases.take(lease(ANN))
    await leases.renew(held)
    await leases.release(newer)
    assert not await taken(leases, lease(ANN))


async def test_what_is_off_or_exempt_or_unknown_is_not_counted(counting: Counting) -> None:
    off = counting.make(Limits(per_account=None, per_address=None, per_room=None))
    assert len(await taken(off, *(lease(ANN, HOME, FINAL) for _ in range(20)))) == 20
    venue = Limits(per_address=1, exempt_networks=(ip_network("192.0.2.0/24"),))
    assert len(await taken(counting.make(venue), *(lease(None, "192.0.2.1") for _ in range(20)))) == 20
    hall = Limits(per_address=1, exempt_tournaments=frozenset([CUP]))
    assert len(await taken(counting.make(hall), *(lease(None, ELSEWHERE, CUP) for _ in range(20)))) == 20
    strangers = counting.make(Limits(per_account=1, per_room=1))
    assert len(await taken(strangers, *(lease() for _ in range(20)))) == 20


async def test_whatever_is_held_when_the_time_comes_is_renewed() -> None:
    renewed: asyncio.Queue[tuple[Taken, ...]] = asyncio.Queue()

    class Noting(MemoryLeases):
        async def renew(self, *taken: Taken) -> None:
            renewed.put_nowait(taken)

    first, second = Taken("1", ("room:1",)), Taken("2", ("room:1",))
    held = [first]
    renewal = asyncio.create_task(renewing(Noting(Limits()), lambda: held, every=0))
    assert await renewed.get() == (first,)
    held.append(second)
    while await renewed.get() != (first, second):
        pass
    renewal.cancel()


async def test_two_gateways_count_together(redis_server: RedisServer) -> None:
    async with (
        shared(redis_server.url, Limits()) as (one, _),
        shared(redis_server.url, Limits()) as (two, _),
    ):
        held = await asyncio.gather(*(taken(each, *(lease(ANN) for _ in range(10))) for each in (one, two)))
        assert sum(map(len, held)) == 3
        await one.release(*held[0])
        await two.release(*held[1])
        assert len(await taken(two, *(lease(ANN) for _ in range(10)))) == 3


async def test_without_redis_a_gateway_counts_alone() -> None:
    async with shared(None, Limits()) as (one, _), shared(None, Limits()) as (two, _):
        assert [len(await taken(each, *(lease(ANN) for _ in range(5)))) for each in (one, two)] == [3, 3]


async def test_while_redis_is_gone_a_gateway_goes_on_from_what_it_holds_and_tells_it_later(
    redis_server: RedisServer, client: Redis
) -> None:
    clock = Clock()
    leases = RedisLeases(client, Circuit(clock=clock), Limits())
    first, *others = await taken(leases, *(lease(ANN) for _ in range(3)))

    redis_server.kill()
    assert not await taken(leases, lease(ANN))
    await leases.release(first)
    others += await taken(leases, lease(ANN), lease(ANN))
    assert len(others) == 3
    await leases.renew(*others)

    redis_server.start()
    clock.now += 2
    await leases.renew(*others)
    async with shared(redis_server.url, Limits()) as (elsewhere, _):
        assert not await taken(elsewhere, lease(ANN))
        await leases.release(*others)
        assert len(await taken(elsewhere, *(lease(ANN) for _ in range(5)))) == 3


async def test_a_redis_that_was_restarted_between_two_questions_was_never_gone(
    redis_server: RedisServer, client: Redis
) -> None:
    leases = RedisLeases(client, Circuit(), Limits(per_account=20))
    await taken(leases, *(lease(ANN) for _ in range(10)))
    redis_server.kill()
    redis_server.start()
    for count in range(1, 10):
        await leases.take(lease(BEN))
        assert await client.zcard(f"palio:lease:account:{BEN}") == count


async def test_a_redis_that_hangs_keeps_nobody_out(redis_server: RedisServer, client: Redis) -> None:
    leases = RedisLeases(client, Circuit(patience=0.05), Limits())
    assert await taken(leases, lease(ANN))
    redis_server.hang()
    assert len(await taken(leases, *(lease(ANN) for _ in range(20)))) == 2


async def test_what_redis_forgot_it_is_told_again(client: Redis) -> None:
    leases, elsewhere = (RedisLeases(client, Circuit(), Limits(per_room=2 * BATCH)) for _ in range(2))
    held = await taken(leases, *(lease(room=FINAL) for _ in range(2 * BATCH)))
    await client.flushall()
    await leases.renew(*held)
    assert await client.zcard(f"palio:lease:room:{FINAL}") == 2 * BATCH
    assert not await taken(elsewhere, lease(room=FINAL))


async def test_nothing_is_left_in_redis_of_a_gateway_that_was_killed(client: Redis) -> None:
    await taken(RedisLeases(client, Circuit(), Limits()), lease(ANN, HOME, FINAL))
    keys = [key async for key in client.scan_iter("*")]
    assert len(keys) == 3
    assert all([0 < await client.pttl(key) <= LIFE * 1000 for key in keys])


async def test_a_lease_released_while_its_renewal_is_under_way_is_not_held_again(client: Redis) -> None:
    class Overtaken(Circuit):
        """The first question waits until another was asked and answered."""

        first = False

        async def ask(self, question: Callable[[], Awaitable[Any]]) -> Any:
            if self.first:
                self.first = False
                await leases.release(held)
            return await super().ask(question)

    circuit = Overtaken()
    leases = RedisLeases(client, circuit, Limits(per_account=1))
    held = await leases.take(lease(ANN))
    circuit.first = True
    await leases.renew(held)
    assert await taken(leases, lease(ANN))
