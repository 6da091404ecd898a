"""uvicorn's WebSocket protocol, made to take whole frames straight to the transport.

The endpoint finds the protocol in the scope (`SINK`) and hands it to a member; on another server there is
none, and `plain` does the same through ASGI. What differs from uvicorn's class otherwise is what
a stream needs: a buffer with a bound, a close that a client who never reads cannot hold up, and control
frames that count.
"""

import json
import logging
import random
import socket
from collections.abc import Callable, Sequence
from typing import Any

from uvicorn.protocols.utils import ClientDisconnected
from websockets.frames import Frame as WebSocketFrame
from websockets.protocol import State

from realtime.access.limits import Gcra
from realtime.rings.frames import Frame
from realtime.rings.ring import Entry
from realtime.transport.strict import FAREWELL, StrictProtocol

SINK = "palio.sink"
BUFFER = 64 * 1024
RESTART_SPREAD_MS = 5_000


def reason(why: str, retry_ms: int | None = None) -> str:
    """The reason of a close frame: JSON, at most 123 bytes (RFC 6455 §5.5)."""
    said = {"r": why} if retry_ms is None else {"r": why, "retry_ms": retry_ms}
    return json.dumps(said, separators=(",", ":"))


class StreamProtocol(StrictProtocol):
    """For `uvicorn.Config(ws=StreamProtocol)`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.logger = self.conn.logger = quiet()
        self.paused = False
        self.paused_at = 0.0
        self.resumed: Callable[[], None] = _nothing
        self._controls = Gcra(rate=10, burst=20)

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=BUFFER)
        connected = transport.get_extra_info("socket")
        if connected is not None and connected.family != socket.AF_UNIX:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)

    # What a member writes

    @property
    def unsent(self) -> int:
        """See Sink."""
        return int(self.transport.get_write_buffer_size())

    def events(self, _: Sequence[Entry], frame: Frame) -> None:
        """Events, and the frame that holds them all; called once for every viewer of every event."""
        if not self.close_sent and not self.disconnected:
            self.transport.write(frame.wire)

    def message(self, frame: Frame, _: int | None = None) -> None:
        """The frame as it is."""
        if not self.close_sent and not self.disconnected:
            self.transport.write(frame.wire)

    def close(self, code: int, why: str, retry_ms: int | None = None) -> None:
        """Say why and wait a little for the answer, without waiting for what the client has not read."""
        if self.close_sent or self.disconnected or self.conn.state is not State.OPEN:
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": why})
        self.conn.send_close(code, reason(why, retry_ms))
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.stop_keepalive()
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(FAREWELL, self.transport.abort)

    async def drained(self) -> None:
        """Until the client has read; ClientDisconnected where it is gone."""
        await self.writable.wait()
        if self.disconnected or self.close_sent:
            raise ClientDisconnected

    # What uvicorn and the transport call

    def pause_writing(self) -> None:
        super().pause_writing()
        self.paused = True
        self.paused_at = self.loop.time()

    def resume_writing(self) -> None:
        super().resume_writing()
        self.paused = False
        self.resumed()

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):  # the handshake was acceptable
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[SINK] = self

    def handle_ping(self) -> None:
        super().handle_ping()
        self._count()

    def handle_pong(self, event: WebSocketFrame) -> None:
        super().handle_pong(event)
        self._count()

    def keepalive_timeout(self) -> None:
        """No answer to a ping: the client may be gone, and what it was sent is not waited for."""
        self.pong_timer = None
        self.close(4010, "slow", 1_000)

    def shutdown(self) -> None:
        """The server ends, and this connection was not drained before."""
        if self.handshake_complete and not self.close_sent:
            self.close(1012, "restart", random.randrange(RESTART_SPREAD_MS))  # noqa: S311 - spreads, hides nothing
            self.transport.close()
        else:
            super().shutdown()

    def _count(self) -> None:
        if not self._controls.allow(self.loop.time()):
            self.close(4008, "message_rate_limit_exceeded", 5_000)


def quiet() -> logging.Logger:
    """Says what went wrong, and nothing else: uvicorn's writes addresses down with the tokens in them."""
    logger = logging.getLogger("realtime.socket")
    logger.setLevel(logging.WARNING)
    return logger


def _nothing() -> None:
    return None


__all__ = ["SINK", "ClientDisconnected", "StreamProtocol", "reason"]
