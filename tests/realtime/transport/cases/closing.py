"""Section 7: both sides close, whatever else is said at the time; codes and reasons are what they may be."""

import struct

from tests.realtime.transport.cases.case import INVALID_PAYLOAD, NORMAL, PROTOCOL_ERROR, Case, answered
from tests.support.rawsocket import CLOSE, PING, TEXT, Frame, closing, fragments, frame

HELLO = b"Hello World!"
BROKEN = bytes.fromhex("cebae1bdb9cf83cebcceb5eda080656469746564")
VALID = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
INVALID = (0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999)
UNDEFINED = (5000, 65_535)


def around_a_close() -> list[Case]:
    """7.1: what follows a close frame is ignored."""
    one, two = fragments(TEXT, [b"fragment1", b"fragment2"])
    return [
        answered("7.1.1", [frame(TEXT, HELLO)], Frame(TEXT, HELLO)),
        Case("7.1.2", [closing(), frame(CLOSE)]),
        Case("7.1.3", [closing(), frame(PING)]),
        Case("7.1.4", [closing(), frame(TEXT, HELLO)]),
        Case("7.1.5", [one, closing(), two]),
    ]


def large_before_a_close(size: int) -> Case:
    """7.1.6: a large message, a small one, and a close frame before they are answered."""
    large = (b"BAsd7&jh23" * (size // 10 + 1))[:size]
    answers = Frame(TEXT, large), Frame(TEXT, HELLO)
    sent = [frame(TEXT, large), frame(TEXT, HELLO), closing(), frame(PING)]
    return Case("7.1.6", sent, answers, loose=True)


def payloads() -> list[Case]:
    """7.3 and 7.5: how long the payload of a close frame may be, and that its reason is text."""
    failed = (PROTOCOL_ERROR, INVALID_PAYLOAD)
    return [
        Case("7.3.1", [closing(None)], closes=(NORMAL, None)),
        Case("7.3.2", [frame(CLOSE, b"a")], closes=(PROTOCOL_ERROR,)),
        Case("7.3.3", [closing()]),
        Case("7.3.4", [closing(reason=HELLO)]),
        Case("7.3.5", [closing(reason=b"*" * 123)]),
        Case("7.3.6", [closing(reason=b"*" * 124)], closes=(PROTOCOL_ERROR,)),
        Case("7.5.1", [closing(reason=BROKEN)], closes=failed),
    ]


def codes() -> list[Case]:
    """7.7, 7.9 and 7.13: codes that may be sent, that may not, and of which the RFC says nothing."""
    return [
        *(
            Case(f"7.7.{number}", [closing(code)], closes=(NORMAL, code))
            for number, code in enumerate(VALID, start=1)
        ),
        *(
            Case(f"7.9.{number}", [closing(code)], closes=(PROTOCOL_ERROR,))
            for number, code in enumerate(INVALID, start=1)
        ),
        *(
            Case(f"7.13.{number}", [frame(CLOSE, struct.pack("!H", code))], closes=(PROTOCOL_ERROR,))
            for number, code in enumerate(UNDEFINED, start=1)
        ),
    ]


def cases() -> list[Case]:
    """All but 7.1.6, which is larger than what Palio takes."""
    return [*around_a_close(), *payloads(), *codes()]
