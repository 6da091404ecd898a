"""Sections 1 to 5: frames of every size, pings, reserved bits, reserved opcodes, fragments."""

from tests.realtime.transport.cases.case import FRAMEWISE, TOGETHER, Case, answered, refused
from tests.support.rawsocket import BINARY, CONT, PING, PONG, TEXT, Frame, closing, fragments, frame

HELLO = b"Hello, world!"
ODD = b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"
RESERVED = b"reserved opcode payload"
SIZES = (0, 125, 126, 127, 128, 65_535, 65_536)
ECHO = Frame(TEXT, HELLO)
CHOPS = (TOGETHER, FRAMEWISE, 1)


def sizes() -> list[Case]:
    """1: every way a length is written."""
    cases = []
    for section, (opcode, octet) in enumerate([(TEXT, b"*"), (BINARY, b"\xfe")], start=1):
        sent = [(octet * size, TOGETHER) for size in SIZES] + [(octet * 65_536, 997)]
        cases += [
            answered(f"1.{section}.{number}", [frame(opcode, payload)], Frame(opcode, payload), chop=chop)
            for number, (payload, chop) in enumerate(sent, start=1)
        ]
    return cases


def pings() -> list[Case]:
    """2: pings are answered with what they carry, pongs are not answered."""
    full, ten = b"\xfe" * 125, [b"payload-%d" % number for number in range(10)]
    unsolicited = frame(PONG, b"unsolicited pong payload")
    return [
        *(
            answered(f"2.{number}", [frame(PING, payload)], Frame(PONG, payload))
            for number, payload in enumerate([b"", HELLO, ODD, full], start=1)
        ),
        refused("2.5", [frame(PING, b"\xfe" * 126)]),
        answered("2.6", [frame(PING, full)], Frame(PONG, full), chop=1),
        Case("2.7", [frame(PONG), closing()]),
        Case("2.8", [unsolicited, closing()]),
        answered("2.9", [unsolicited, frame(PING, b"ping payload")], Frame(PONG, b"ping payload")),
        *(
            answered(number, [frame(PING, one) for one in ten], *(Frame(PONG, one) for one in ten), chop=chop)
            for number, chop in (("2.10", TOGETHER), ("2.11", 1))
        ),
    ]


def reserved_bits() -> list[Case]:
    """3: no extension gives them a meaning."""
    hello = frame(TEXT, HELLO)
    return [
        refused("3.1", [frame(TEXT, HELLO, rsv=1)]),
        *(
            refused(f"3.{rsv}", [hello, frame(TEXT, HELLO, rsv=rsv), frame(PING)], ECHO, chop=chop)
            for rsv, chop in zip((2, 3, 4), CHOPS, strict=True)
        ),
        refused("3.5", [frame(BINARY, ODD, rsv=5)]),
        refused("3.6", [frame(BINARY, HELLO, rsv=6)]),
        refused("3.7", [frame(8, rsv=7)]),
    ]


def reserved_opcodes() -> list[Case]:
    """4: 3 to 7 and 11 to 15 mean nothing."""
    cases = []
    for section, opcode in ((1, 3), (2, 11)):
        cases += [
            refused(f"4.{section}.1", [frame(opcode)]),
            refused(f"4.{section}.2", [frame(opcode + 1, RESERVED)]),
        ]
        for number, (payload, chop) in enumerate([(b"", TOGETHER), (HELLO, TOGETHER), (HELLO, 1)], start=3):
            sent = [frame(TEXT, HELLO), frame(opcode + number - 1, payload), frame(PING)]
            cases.append(refused(f"4.{section}.{number}", sent, ECHO, chop=chop))
    return cases


def fragmented() -> list[Case]:
    """5: messages in fragments with pings between, and everything that is no such message."""
    one, two, three, four = (b"fragment%d" % number for number in range(1, 5))
    halves, both = fragments(TEXT, [one, two]), Frame(TEXT, one + two)
    ping, pong = frame(PING, b"ping payload"), Frame(PONG, b"ping payload")
    stray, whole = b"non-continuation payload", frame(TEXT, HELLO)
    cases = [
        refused("5.1", [frame(PING, one, fin=False), frame(CONT, two)]),
        refused("5.2", [frame(PONG, one, fin=False), frame(CONT, two)]),
    ]
    for number, chop in enumerate(CHOPS):
        cases += [
            answered(f"5.{3 + number}", halves, both, chop=chop),
            answered(f"5.{6 + number}", [halves[0], ping, halves[1]], pong, both, chop=chop),
            refused(f"5.{9 + number}", [frame(CONT, stray), whole], chop=chop),
            refused(f"5.{12 + number}", [frame(CONT, stray, fin=False), whole], chop=chop),
        ]
    last = fragments(TEXT, [two, three])
    return [
        *cases,
        refused("5.15", [*halves, frame(CONT, three, fin=False), frame(TEXT, four)], both),
        refused("5.16", [frame(CONT, one, fin=False), *last] * 2),
        refused("5.17", [frame(CONT, one), *last] * 2),
        refused("5.18", [frame(TEXT, one, fin=False), frame(TEXT, two)]),
    ]


def between_pings(chop: int) -> list[list[bytes]]:
    """5.19 and 5.20: five fragments and two pings, written in two parts; the first ping ends the first."""
    sent = fragments(TEXT, [b"fragment%d" % part for part in range(1, 6)])
    first = [*sent[:2], frame(PING, b"pongme 1!")]
    second = [*sent[2:4], frame(PING, b"pongme 2!"), sent[4]]
    return [part if chop == FRAMEWISE else [b"".join(part)] for part in (first, second)]


def cases() -> list[Case]:
    """All but 5.19 and 5.20, where it matters when the server answers."""
    return [*sizes(), *pings(), *reserved_bits(), *reserved_opcodes(), *fragmented()]
