"""While Redis does not answer, nobody waits for it but the one who tries again."""

import asyncio

import pytest
from redis.exceptions import ConnectionError as Unreachable

from bootstrap.redis.circuit import AT_ONCE, PAUSE, Circuit, Gone
from tests.support.clock import Clock


class Redis:
    """Answers, fails or hangs as a test says, and counts the questions."""

    def __init__(self) -> None:
        self.questions = 0
        self.failure: Exception | None = None
        self.answering = asyncio.Event()
        self.answering.set()

    async def __call__(self) -> str:
        self.questions += 1
        await self.answering.wait()
        if self.failure:
            raise self.failure
        return "answer"


@pytest.mark.parametrize("failure", [Unreachable(), OSError(), TimeoutError()], ids=repr)
async def test_after_a_failure_nobody_asks_for_a_second_and_then_one_does(failure: Exception) -> None:
    redis, clock = Redis(), Clock()
    circuit = Circuit(clock=clock)
    redis.failure = failure
    for _ in range(10):
        with pytest.raises(Gone):
            await circuit.ask(redis)
    assert redis.questions == 1
    clock.now += PAUSE
    for _ in range(10):
        with pytest.raises(Gone):
            await circuit.ask(redis)
    assert redis.questions == 2


async def test_when_redis_is_back_everyone_asks_it_again() -> None:
    redis, clock = Redis(), Clock()
    circuit = Circuit(clock=clock)
    redis.failure = Unreachable()
    with pytest.raises(Gone):
        await circuit.ask(redis)
    redis.failure = None
    clock.now += PAUSE
    assert [await circuit.ask(redis) for _ in range(3)] == ["answer"] * 3


async def test_while_one_tries_again_the_others_do_not_wait_for_it() -> None:
    redis, clock = Redis(), Clock()
    circuit = Circuit(clock=clock)
    redis.failure = Unreachable()
    with pytest.raises(Gone):
        await circuit.ask(redis)
    clock.now += PAUSE
    redis.failure = None
    redis.answering.clear()
    trying = asyncio.create_task(circuit.ask(redis))
    while redis.questions < 2:
        await asyncio.sleep(0)
    with pytest.raises(Gone):
        await circuit.ask(redis)
    redis.answering.set()
    assert await trying == "answer"


async def test_a_redis_that_hangs_is_gone() -> None:
    redis = Redis()
    circuit = Circuit(patience=0)
    redis.answering.clear()
    with pytest.raises(Gone):
        await circuit.ask(redis)


async def test_a_crowd_waits_for_its_turn_and_is_answered() -> None:
    redis = Redis()
    circuit = Circuit()
    redis.answering.clear()
    crowd = [asyncio.create_task(circuit.ask(redis)) for _ in range(5 * AT_ONCE)]
    for _ in range(100):
        await asyncio.sleep(0)
    assert redis.questions == AT_ONCE
    redis.answering.set()
    assert await asyncio.gather(*crowd) == ["answer"] * 5 * AT_ONCE


async def test_a_mistake_of_ours_is_not_taken_for_an_outage() -> None:
    redis = Redis()
    circuit = Circuit()
    redis.failure = KeyError()
    with pytest.raises(KeyError):
        await circuit.ask(redis)
    redis.failure = None
    assert await circuit.ask(redis) == "answer"
