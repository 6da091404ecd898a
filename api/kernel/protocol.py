"""HTTP/1.1 with a deadline and a size for a request's headers, and for who is to read the answer.

Who does not keep to them is hung up on.
"""

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.kernel.problems import answer

UNREAD = 20.0
"""Seconds in which a client has to read something of an answer that waits for it."""

LARGEST_HEAD = 64 * 1024
"""Bytes of the address and the headers, trailers included, that one request may have."""

PIECE = 4 * 1024
"""Bytes the parser is given at once, and by how much a field that is not whole may be miscounted."""


class HeadTooLarge(Exception):
    """More bytes than a request's head may have; it ends the parser's work."""


class Deadline(HttpToolsProtocol):
    """Counts from the connection, and from the first byte of each later request."""

    seconds: ClassVar[float]
    unread: ClassVar[float]
    _timer: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    _head = 0
    _unparsed = 0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        if self._timer is None and self._between_requests():
            self._wait()
        for start in range(0, len(data), PIECE):
            self._take(data[start : start + PIECE])

    def _take(self, piece: bytes) -> None:
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return
        self._unparsed += len(piece)
        super().data_received(piece)
        if self._head + self._unparsed > LARGEST_HEAD and not self.transport.is_closing():
            self._refuse()

    def on_message_begin(self) -> None:
        self._head = self._unparsed = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value) + len(b": \r\n"))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._done()
        self._unparsed = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unparsed = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._unparsed = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        if self._head > LARGEST_HEAD:
            self._refuse()
        else:
            super().send_400_response(msg)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        self._read()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._done()
        self._read()
        super().connection_lost(exc)

    def _count(self, size: int) -> None:
        """What the parser keeps of a field is told once it is whole: until then, bytes that came."""
        self._head += size
        self._unparsed = 0
        if self._head > LARGEST_HEAD:
            raise HeadTooLarge

    def _refuse(self) -> None:
        if self._between_requests():
            self.transport.write(_too_large())
        self._hang_up()

    def _between_requests(self) -> bool:
        cycle: Any = self.cycle
        return cycle is None or bool(cycle.response_complete)

    def _wait(self) -> None:
        self._timer = self.loop.call_later(self.seconds, self._hang_up)

    def _done(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _watch(self) -> None:
        waiting = self.transport.get_write_buffer_size()
        self._reading = self.loop.call_later(self.unread, self._look, waiting)

    def _look(self, waited: int) -> None:
        if self.transport.get_write_buffer_size() < waited:
            self._watch()
        else:
            self.transport.abort()  # to close would be to wait until everything is read

    def _read(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _hang_up(self) -> None:
        self._done()
        if not self.transport.is_closing():
            self.transport.close()


def with_deadline(seconds: float, unread: float = UNREAD) -> type[Deadline]:
    """The protocol class for `uvicorn.Config(http=...)`: seconds for headers, and for reading anything."""
    return type("DeadlineProtocol", (Deadline,), {"seconds": seconds, "unread": unread})


def _too_large() -> bytes:
    detail = f"The address and the headers of a request may have {LARGEST_HEAD} bytes."
    refusal = answer(431, "headers_too_large", detail, headers={"Connection": "close"})
    lines = [b"HTTP/1.1 431 Request Header Fields Too Large"]
    lines += [b"%s: %s" % header for header in refusal.raw_headers]
    return b"\r\n".join([*lines, b"", bytes(refusal.body)])
