"""A sink over plain ASGI, for a server whose protocol is not ours: a queue with a bound, and a task."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from starlette.types import Send

from eventstore.ending import end
from realtime.frames import Frame
from realtime.protocol import BUFFER, ClientDisconnected, reason
from realtime.ring import Entry
from realtime.strict import FAREWELL


class PlainSink:
    """What waits is counted in bytes; beyond 64 KiB nothing more is taken until the client has read."""

    def __init__(self, send: Send, patience: asyncio.Timeout) -> None:
        """`patience` ends some seconds after the close: a client who reads nothing is never told of it."""
        self.paused = False
        self.paused_at = 0.0
        self.resumed: Callable[[], None] = lambda: None
        self._send = send
        self._patience = patience
        self._waiting: list[Frame] = []
        self._size = 0
        self._close: tuple[int, str] | None = None
        self._more = asyncio.Event()
        self._less = asyncio.Event()
        self._less.set()
        self._ended = False

    def events(self, _: Sequence[Entry], frame: Frame) -> None:
        """See Sink."""
        self.message(frame)

    def message(self, frame: Frame) -> None:
        """See Sink."""
        if self._close or self._ended:
            return
        self._waiting.append(frame)
        self._size += len(frame.wire)
        if self._size > BUFFER and not self.paused:
            self.paused, self.paused_at = True, asyncio.get_running_loop().time()
            self._less.clear()
        self._more.set()

    def close(self, code: int, why: str, retry_ms: int | None = None) -> None:
        """See Sink."""
        if self._close is None and not self._ended:
            self._close = (code, reason(why, retry_ms))
            self._patience.reschedule(asyncio.get_running_loop().time() + FAREWELL)
            self._more.set()

    async def drained(self) -> None:
        """See Sink."""
        await self._less.wait()
        if self._ended or self._close:
            raise ClientDisconnected

    async def run(self) -> None:
        """Until it is closed, or the client is gone: send what waits."""
        try:
            while True:
                await self._more.wait()
                self._more.clear()
                waiting, self._waiting = self._waiting, []
                for each in waiting:
                    await self._send({"type": "websocket.send", "text": bytes(each.payload).decode()})
                    self._size -= len(each.wire)
                if self._close is not None:
                    code, why = self._close
                    await self._send({"type": "websocket.close", "code": code, "reason": why})
                    return
                if self.paused:
                    self.paused = False
                    self._less.set()
                    self.resumed()
        finally:
            self._ended = True
            self._less.set()


@asynccontextmanager
async def plain(send: Send) -> AsyncIterator[PlainSink]:
    """A sink that sends meanwhile; who was told to leave has some seconds to do so."""
    with suppress(TimeoutError):
        async with asyncio.timeout(None) as patience:
            sink = PlainSink(send, patience)
            sending = asyncio.create_task(sink.run())
            try:
                yield sink
            finally:
                await end(sending)
