"""A client who does not read holds no connection by that, however it ends."""

import asyncio
from typing import Any

import pytest

from realtime.rings.frames import frame as framed
from realtime.transport import protocol, strict
from realtime.transport.protocol import BUFFER, SINK, StreamProtocol, reason
from tests.support.rawsocket import PING, TEXT, closing, frame, opened
from tests.support.sockets import served

MUCH = framed(b"*" * 100_000)
LASTS = {
    "a close frame": closing(),
    "broken text": frame(TEXT, b"\xff"),
    "a frame that means nothing": frame(3),
    "pings, and a close frame": frame(PING) * 30 + closing(),
}


class Flood:
    """An application that says more than any buffer of the kernel takes, and keeps hold of its sink."""

    def __init__(self) -> None:
        self.sink: asyncio.Future[StreamProtocol] = asyncio.get_running_loop().create_future()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        sink: StreamProtocol = scope["extensions"][SINK]
        while sink.transport.get_write_buffer_size() < 8 * BUFFER:
            sink.message(MUCH)
        self.sink.set_result(sink)
        while (await receive())["type"] != "websocket.disconnect":
            pass


@pytest.mark.parametrize("last", LASTS.values(), ids=LASTS.keys())
async def test_who_sends_a_last_word_and_reads_nothing_is_hung_up_on(
    last: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict, "FAREWELL", 0.01)
    flood = Flood()
    async with served(flood) as (port, server), opened(port, unread=4096) as raw:
        sink = await flood.sink
        await raw.send(last)
        async with asyncio.timeout(5):
            while server.server_state.connections:
                await asyncio.sleep(0.01)
        assert sink.disconnected


async def test_what_the_client_has_closed_is_not_closed_again() -> None:
    flood = Flood()
    async with served(flood) as (port, _), opened(port, unread=4096) as raw:
        sink = await flood.sink
        await raw.send(closing())
        sink.close(4010, "slow")
        assert not sink.disconnected


async def test_who_answers_no_ping_and_reads_nothing_is_sent_away_and_hung_up_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(protocol, "FAREWELL", 0.01)
    flood = Flood()
    async with (
        served(flood, ws_ping_interval=0.05, ws_ping_timeout=0.05) as (port, server),
        opened(port, unread=4096),
    ):
        sink = await flood.sink
        async with asyncio.timeout(5):
            while server.server_state.connections:
                await asyncio.sleep(0.01)
        assert sink.disconnected
        assert (sink.conn.close_sent.code, sink.conn.close_sent.reason) == (4010, reason("slow", 1_000))
