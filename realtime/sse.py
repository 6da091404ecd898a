"""The same stream as server-sent events (WHATWG HTML §9.2): another sink, the same cursor."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from realtime.connection import Connection
from realtime.frames import Frame, message
from realtime.member import Member
from realtime.protocol import BUFFER, ClientDisconnected, reason
from realtime.ring import Entry
from realtime.streaming import Admitted, Streaming, welcome

HEARTBEAT = 15.0
RETRY = b"retry: 2000\n\n"


class EventSink:
    """Text that waits for the client to read, with the bound that every sink has."""

    def __init__(self) -> None:
        self.paused = False
        self.paused_at = 0.0
        self.resumed: Callable[[], None] = lambda: None
        self._waiting = bytearray()
        self._closed = False
        self._more = asyncio.Event()
        self._less = asyncio.Event()
        self._less.set()

    def events(self, entries: Sequence[Entry], _: Frame) -> None:
        """See Sink; each event has its number, which a browser sends back when it reconnects."""
        for entry in entries:
            self._add(
                b"id: %d\nevent: %s\ndata: %s\n\n" % (entry.id, entry.kind.encode(), entry.frame.payload)
            )

    def message(self, frame: Frame) -> None:
        """See Sink."""
        self._add(b"data: %s\n\n" % bytes(frame.payload))

    def close(self, code: int, why: str, retry_ms: int | None = None) -> None:
        """See Sink; the code and its reason are the last event."""
        if not self._closed:
            said = reason(why, retry_ms).encode()
            self._add(b'event: close\ndata: {"type":"close","code":%d,"reason":%s}\n\n' % (code, said))
            self._closed = True

    async def drained(self) -> None:
        """See Sink."""
        await self._less.wait()
        if self._closed:
            raise ClientDisconnected

    async def read(self) -> AsyncIterator[bytes]:
        """What the client is sent, with a sign of life where nothing happens."""
        yield RETRY
        while self._waiting or not self._closed:
            try:
                await asyncio.wait_for(self._more.wait(), HEARTBEAT)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            self._more.clear()
            text, self._waiting = bytes(self._waiting), bytearray()
            yield text
            if self.paused and not self._closed:
                self.paused = False
                self._less.set()
                self.resumed()

    def _add(self, text: bytes) -> None:
        if self._closed:
            return
        self._waiting += text
        if len(self._waiting) > BUFFER and not self.paused:
            self.paused, self.paused_at = True, asyncio.get_running_loop().time()
            self._less.clear()
        self._more.set()


async def follow(
    streaming: Streaming, admitted: Admitted, member: Member, sink: EventSink
) -> AsyncIterator[bytes]:
    """From the welcome to the end of the connection."""
    claims = admitted.claims
    connection = Connection(admitted.room, member, sink, claims, admitted.audience, admitted.taken)
    try:
        if claims is not None:
            connection.expire_in(streaming.access.ends_in(claims))
        streaming.connections.add(connection)
        sink.message(message(welcome(streaming, admitted)))
        admitted.lane.join(member)
        async for text in sink.read():
            yield text
    finally:
        streaming.connections.discard(connection)
        connection.over()
        await streaming.leases.release(admitted.taken)
