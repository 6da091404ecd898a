"""HTTP/1.1 with a deadline: whoever does not finish the request's headers in time is hung up on."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

DEADLINE = 10.0


def with_deadline(seconds: float) -> type[HttpToolsProtocol]:
    """The protocol class for `uvicorn.Config(http=...)`."""

    class Deadline(HttpToolsProtocol):
        """Counts from the connection, and from the first byte of each later request."""

        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            if self._timer is None and self._between_requests():
                self._wait()
            super().data_received(data)

        def on_headers_complete(self) -> None:
            self._done()
            super().on_headers_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._done()
            super().connection_lost(exc)

        def _between_requests(self) -> bool:
            cycle: Any = self.cycle
            return cycle is None or bool(cycle.response_complete)

        def _wait(self) -> None:
            self._timer = self.loop.call_later(seconds, self._hang_up)

        def _done(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

        def _hang_up(self) -> None:
            self._timer = None
            if not self.transport.is_closing():
                self.transport.close()

    return Deadline
