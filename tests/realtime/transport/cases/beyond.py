"""What the suite does not ask: sizes, a missing mask, and what comes in one write with a mistake."""

from tests.realtime.transport.cases.case import INVALID_PAYLOAD, Case, answered, refused
from tests.support.rawsocket import BINARY, CONT, PING, PONG, TEXT, Frame, closing, fragments, frame

LARGEST = 65_536
"""Octets of a message that the server takes."""

TOO_BIG = 1009
CASES = {
    "a message too large by one octet": refused("", [frame(TEXT, b"*" * (LARGEST + 1))], code=TOO_BIG),
    "one far too large": refused("", [frame(TEXT, b"*" * 50 * LARGEST)], code=TOO_BIG),
    "one too large in fragments": refused("", fragments(BINARY, [b"*" * 40_000] * 2), code=TOO_BIG),
    "one of empty fragments without end": refused(
        "", [frame(TEXT, fin=False), frame(CONT, fin=False) * (LARGEST + 1)], code=TOO_BIG
    ),
    "a frame without a mask": refused("", [frame(TEXT, b"*", masked=False)]),
    "broken text, and a close in the same write": refused(
        "", [frame(TEXT, b"\xff"), closing()], code=INVALID_PAYLOAD
    ),
    "broken text, and a ping in the same write": refused(
        "", [frame(TEXT, b"\xff"), frame(PING)], code=INVALID_PAYLOAD
    ),
    "more pings than are answered, and a close in the same write": Case(
        "", [frame(PING)] * 30 + [closing()], [Frame(PONG, b"")] * 30
    ),
    "octets that were broken text": answered(
        "", fragments(BINARY, [b"\xc3", b"\xff"]), Frame(BINARY, b"\xc3\xff")
    ),
}
