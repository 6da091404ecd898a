"""A sink over plain ASGI, for a server whose protocol is not ours: what waits, and a task that sends it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from starlette.types import Send

from eventstore.ending import end
from realtime.rings.frames import Frame
from realtime.rings.ring import Entry
from realtime.transport.protocol import reason
from realtime.transport.strict import FAREWELL
from realtime.transport.waiting import Waiting


class PlainSink(Waiting):
    """Frames wait for their turn in ASGI's `send`."""

    def __init__(self, send: Send, patience: asyncio.Timeout) -> None:
        """`patience` ends some seconds after the close: a client who reads nothing is never told of it."""
        super().__init__()
        self._send = send
        self._patience = patience
        self._frames: list[Frame] = []
        self._close: tuple[int, str] | None = None

    def events(self, _: Sequence[Entry], frame: Frame) -> None:
        """See Sink."""
        self.message(frame)

    def message(self, frame: Frame, _: int | None = None) -> None:
        """See Sink."""
        if not self.closed:
            self._frames.append(frame)
            self.grown(len(frame.wire))

    def close(self, code: int, why: str, retry_ms: int | None = None) -> None:
        """See Sink."""
        if not self.closed:
            self._close = (code, reason(why, retry_ms))
            self._patience.reschedule(asyncio.get_running_loop().time() + FAREWELL)
            self.over()
            self.more.set()

    async def run(self) -> None:
        """Until it is closed, or the client is gone: send what waits."""
        try:
            while True:
                await self.more.wait()
                self.more.clear()
                frames, self._frames = self._frames, []
                for each in frames:
                    await self._send({"type": "websocket.send", "text": bytes(each.payload).decode()})
                    self.unsent -= len(each.wire)
                if self._close is not None:
                    code, why = self._close
                    await self._send({"type": "websocket.close", "code": code, "reason": why})
                    return
                self.emptied()
        finally:
            self.over()


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
