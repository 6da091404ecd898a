"""The WebSocket protocol to the letter of RFC 6455, where uvicorn and websockets take liberties."""

from codecs import IncrementalDecoder, getincrementaldecoder
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode
from websockets.server import ServerProtocol

FAREWELL = 5.0
"""Seconds in which a client may read what it was sent before the connection closed."""

UTF8 = getincrementaldecoder("utf-8")


class Conversation(ServerProtocol):
    """Judges each frame of a message as it comes; what the parser raises here ends the connection.

    Text that is not UTF-8 is refused with the frame that breaks it (§8.1), not once the message is whole. A
    close frame may come between fragments (§5.4). Empty fragments end: each counts as an octet.
    """

    _text: IncrementalDecoder | None = None

    def recv_frame(self, frame: Frame) -> None:
        """Raises UnicodeDecodeError (1007), ProtocolError (1002)."""
        if frame.opcode is Opcode.CLOSE:
            self.current_size = None
        elif frame.opcode in (Opcode.TEXT, Opcode.BINARY):
            self._text = UTF8() if frame.opcode is Opcode.TEXT else None
        if self._text is not None and frame.opcode in (Opcode.TEXT, Opcode.CONT):
            self._text.decode(bytes(frame.data), frame.fin)
        super().recv_frame(frame)
        if self.current_size is not None and not frame.data:
            self.current_size += 1


class StrictProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol with that conversation, without extensions, and with an end."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.conn = Conversation(max_size=self.config.ws_max_size, logger=self.logger)

    def handle_close(self, event: Frame) -> None:
        super().handle_close(event)
        self._hang_up()

    def handle_parser_exception(self) -> None:
        super().handle_parser_exception()
        self._hang_up()

    def _hang_up(self) -> None:
        """The transport closes once everything is written: for a client who does not read, never."""
        if self.transport.get_write_buffer_size():
            self.close_timer = self.loop.call_later(FAREWELL, self.transport.abort)
