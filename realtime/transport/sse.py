"""The same stream as server-sent events (WHATWG HTML §9.2): another sink, the same cursor."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from realtime.access.streaming import Admitted, Streaming, joined
from realtime.rings.frames import Frame
from realtime.rings.member import Wanted
from realtime.rings.ring import Entry
from realtime.transport.protocol import reason
from realtime.transport.waiting import Waiting

HEARTBEAT = 15.0
RETRY = b"retry: 2000\n\n"
PIECE = 16 * 1024
"""Bytes handed on at once: by how much less waits can be seen only once they are taken."""


class EventSink(Waiting):
    """Text waits for the client to read it."""

    def __init__(self, heartbeat: float = HEARTBEAT) -> None:
        """`heartbeat` seconds without a word are followed by one that means nothing."""
        super().__init__()
        self._text = bytearray()
        self._heartbeat = heartbeat

    def events(self, entries: Sequence[Entry], _: Frame) -> None:
        """See Sink; each event has its number, which a browser sends back when it reconnects."""
        for entry in entries:
            self._add(
                b"id: %d\nevent: %s\ndata: %s\n\n" % (entry.id, entry.kind.encode(), entry.frame.payload)
            )

    def message(self, frame: Frame, at: int | None = None) -> None:
        """See Sink; where it moves the cursor, a browser comes back from there."""
        number = b"" if at is None else b"id: %d\n" % at
        self._add(b"%sdata: %s\n\n" % (number, frame.payload))

    def close(self, code: int, why: str, retry_ms: int | None = None) -> None:
        """See Sink; the code and its reason are the last event."""
        said = reason(why, retry_ms).encode()
        self._add(b'event: close\ndata: {"type":"close","code":%d,"reason":%s}\n\n' % (code, said))
        self.over()

    async def read(self) -> AsyncIterator[bytes]:
        """What the client is sent, with a sign of life where nothing happens."""
        yield RETRY
        while self._text or not self.closed:
            try:
                await asyncio.wait_for(self.more.wait(), self._heartbeat)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            self.more.clear()
            while self._text:
                piece = bytes(self._text[:PIECE])
                del self._text[:PIECE]
                yield piece
                self.unsent -= len(piece)
            self.emptied()

    def _add(self, text: bytes) -> None:
        if not self.closed:
            self._text += text
            self.grown(len(text))


class EventStream(StreamingResponse):
    """The answer that lasts while its client watches; it gives its place back however it ends."""

    def __init__(self, streaming: Streaming, admitted: Admitted, wanted: Wanted | None) -> None:
        self._streaming = streaming
        self._admitted = admitted
        self._wanted = wanted
        self._sink = EventSink()
        headers = {"X-Accel-Buffering": "no"}
        super().__init__(self._sink.read(), media_type="text/event-stream", headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """From the welcome to the end of the connection."""
        streaming, admitted = self._streaming, self._admitted
        try:
            with joined(streaming, admitted, self._sink, self._wanted):
                await super().__call__(scope, receive, send)
        finally:
            await streaming.leases.release(admitted.taken)
