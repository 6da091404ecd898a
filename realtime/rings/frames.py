"""JSON and the WebSocket frame around it (RFC 6455 §5.2), each built once and sent to everyone."""

import struct
from collections.abc import Iterable

import msgspec

encode = msgspec.json.Encoder().encode
TEXT = 0x81  # FIN and opcode 1


class Frame(msgspec.Struct, frozen=True, gc=False):
    """An unmasked text frame whose payload begins at byte `start`."""

    wire: bytes
    start: int

    @property
    def payload(self) -> memoryview:
        """The JSON in it."""
        return memoryview(self.wire)[self.start :]


def frame(payload: bytes) -> Frame:
    """The frame of a payload."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", TEXT, size)
    elif size < 65_536:
        head = struct.pack("!BBH", TEXT, 126, size)
    else:
        head = struct.pack("!BBQ", TEXT, 127, size)
    return Frame(head + payload, len(head))


def message(value: msgspec.Struct) -> Frame:
    """The frame of a message."""
    return frame(encode(value))


def joined(payloads: Iterable[memoryview]) -> Frame:
    """Several events in one message, in order."""
    return frame(b'{"type":"events","events":[' + b",".join(payloads) + b"]}")
