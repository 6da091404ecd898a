"""On a server whose protocol is not ours the stream behaves the same, through ASGI alone."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from api.app import create_app
from api.kernel.services import Services
from bootstrap.settings import Settings, load
from realtime.access.watch import Watch, drain
from realtime.transport import plain
from realtime.transport.protocol import BUFFER
from tests.support.api import Caller
from tests.support.sockets import served
from tests.support.streaming import enter, flooded, narrow, refused, room, streaming, until, watching

NAMES = [f"E{number}" for number in range(12)]


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    return load(PALIO_HOME=tmp_path, SECRET_KEY="k" * 32, PALIO_STREAM_RING=4, PALIO_STREAM_PER_ROOM=2)


@pytest.fixture
async def url(services: Services) -> AsyncIterator[str]:
    """Served with uvicorn's own protocol."""
    app = create_app(services)
    async with served(app, ws="websockets-sansio", ws_per_message_deflate=False) as (port, _):
        yield f"http://127.0.0.1:{port}"


async def test_everything_is_told_from_wherever_the_viewer_is(organiser: Caller, at: str, url: str) -> None:
    await enter(organiser, at, *NAMES)
    async with watching(url, room(at) + "?since=start") as early:
        told = [event["data"]["name"] for event in await early.events(2 + len(NAMES))]
        async with watching(url, f"{room(at)}?since={early.last}") as late:
            await enter(organiser, at, "Ann", "Ben")
            for viewer in (early, late):
                assert [event["data"]["name"] for event in await viewer.events(2)] == ["Ann", "Ben"]
    assert told == ["Open", "Open", *NAMES]


async def test_connections_end_with_the_same_codes(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    assert await refused(url, room(at), "nonsense") == (4003, {"r": "token_invalid"})
    assert await refused(url, room(at) + "?since=99") == (4011, {"r": "epoch_changed"})
    async with watching(url, room(at)) as visitor:
        await visitor.socket.send("x" * 17_000)
        assert await visitor.closed() == (4009, {"r": "payload_too_large"})
    async with watching(url, room(at)) as visitor:
        for _ in range(200):
            await visitor.socket.send('{"type":"ping"}')
        assert await visitor.closed() == (4008, {"r": "message_rate_limit_exceeded", "retry_ms": 5000})
    async with watching(url, room(at), organiser.token) as staff:
        (connection,) = streaming(services).connections
        connection.expire_in(0)
        assert await staff.closed() == (4002, {"r": "token_expired"})
    async with watching(url, room(at)) as visitor:
        await drain(streaming(services))
        assert (await visitor.closed())[0] == 1012


async def test_who_reads_nothing_gives_up_the_place_and_costs_the_others_nothing(
    organiser: Caller, at: str, url: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "FAREWELL", 0.05)
    async with watching(url, room(at), sock=narrow(url)) as slow:
        sink = await flooded(services, slow)
        assert sink.unsent < 2 * BUFFER
        async with watching(url, room(at)) as quick:
            await enter(organiser, at, "Ann", "Ben")
            assert [event["data"]["name"] for event in await quick.events(2)] == ["Ann", "Ben"]
            assert await refused(url, room(at)) == (4008, {"r": "room_full", "retry_ms": 5000})
            watch = Watch(streaming(services), slowest=0)
            await watch.end_slow()
            await watch.end_slow()
            await until(lambda: len(streaming(services).connections) == 1)
            async with watching(url, f"{room(at)}?since={slow.last}") as again:
                await again.events(2)
        slow.vanish()


async def test_who_takes_a_while_and_reads_on_misses_nothing(
    organiser: Caller, at: str, url: str, services: Services
) -> None:
    async with watching(url, room(at), sock=narrow(url)) as slow:
        sink = await flooded(services, slow)
        await enter(organiser, at, *NAMES)
        slow.listen()
        assert [event["data"]["name"] for event in await slow.events(len(NAMES))] == NAMES
        assert not sink.paused
