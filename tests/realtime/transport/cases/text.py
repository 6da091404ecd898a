"""Section 6: text is UTF-8, whole or in fragments, and nothing else is text."""

from collections.abc import Iterator

from tests.realtime.transport.cases.case import INVALID_PAYLOAD, Case, answered, refused
from tests.support.rawsocket import TEXT, Frame, fragments, frame, pieces

GREETING = "Hello-µ@ßöäüàá-UTF-8!!".encode()
KOSME = bytes.fromhex("cebae1bdb9cf83cebcceb5")
SURROGATE = bytes.fromhex("eda080")
BEYOND = bytes.fromhex("f4908080")
EDITED = b"edited"

VALID, INVALID = True, False
BOUNDARIES = (2, 5, 7, 9, 11)  # where the characters of KOSME end
LONELY = ((0xC0, 0xDF), (0xE0, 0xEF), (0xF0, 0xF7), (0xF8, 0xFB), (0xFC, 0xFD))
UNFINISHED = "c0 e080 f08080 f8808080 fc80808080 df efbf f7bfbf fbbfbfbf fdbfbfbfbf"
NONCHARACTERS = " ".join(
    ["efbfbe", "efbfbf"]
    + [
        f"{plane:x}{row:x}fbf{last}"
        for plane in range(0xF0, 0xF5)
        for row in (0x8, 0x9, 0xA, 0xB)
        for last in ("be", "bf")
        if (plane, row) != (0xF0, 0x8) and (plane != 0xF4 or row == 0x8)
    ]
)
GROUPS: dict[int, tuple[str, bool, str]] = {
    5: (
        "some valid sequences",
        VALID,
        "68656c6c6f24776f726c64 68656c6c6fc2a2776f726c64 68656c6c6fe282ac776f726c64 "
        "68656c6c6ff0a4ada2776f726c64 " + KOSME.hex(),
    ),
    7: ("first possible sequence of a length", VALID, "00 c280 e0a080 f0908080"),
    8: ("first possible sequence of length 5 and 6", INVALID, "f888808080 fc8480808080"),
    9: ("last possible sequence of a length", VALID, "7f dfbf efbfbf f48fbfbf"),
    10: ("last possible sequence of length 4, 5 and 6", INVALID, "f7bfbfbf fbbfbfbfbf fdbfbfbfbfbf"),
    12: (
        "unexpected continuation octets",
        INVALID,
        "80 bf 80bf 80bf80 80bf80bf 80bf80bf80 80bf80bf80bf " + bytes(range(0x80, 0xBF)).hex(),
    ),
    13: (
        "lonely start octets",
        INVALID,
        " ".join("".join(f"{octet:x}20" for octet in range(*span)) for span in LONELY),
    ),
    14: ("sequences without their last octet", INVALID, UNFINISHED),
    15: ("incomplete sequences one after another", INVALID, UNFINISHED.replace(" ", "")),
    16: ("impossible octets", INVALID, "fe ff fefeffff"),
    17: ("a solidus, overlong", INVALID, "c0af e080af f08080af f8808080af fc80808080af"),
    18: ("the longest overlong sequences", INVALID, "c1bf e09fbf f08fbfbf f887bfbfbf fc83bfbfbfbf"),
    19: ("NUL, overlong", INVALID, "c080 e08080 f0808080 f880808080 fc8080808080"),
    20: ("single surrogates", INVALID, "eda080 edadbf edae80 edafbf edb080 edbe80 edbfbf"),
    21: (
        "surrogates in pairs",
        INVALID,
        "eda080edb080 eda080edbfbf edadbfedb080 edadbfedbfbf "
        "edae80edb080 edae80edbfbf edafbfedb080 edafbfedbfbf",
    ),
    22: ("code points that are no characters, which is valid", VALID, NONCHARACTERS),
    23: ("specials", VALID, "efbfb9 efbfba efbfbb efbfbc efbfbd efbfbe efbfbf"),
}
"""From Markus Kuhn's UTF-8 decoder stress test, as the suite takes it."""


def whole(number: str, octets: bytes, valid: bool) -> Case:
    """One message in one frame."""
    if valid:
        return answered(number, [frame(TEXT, octets)], Frame(TEXT, octets))
    return refused(number, [frame(TEXT, octets)], code=INVALID_PAYLOAD)


def in_fragments() -> list[Case]:
    """6.1 and 6.2: empty fragments, and fragments that end within a character."""
    middle = b"middle frame payload"
    cut = GREETING.index("ü".encode())
    return [
        whole("6.1.1", b"", VALID),
        answered("6.1.2", fragments(TEXT, [b"", b"", b""]), Frame(TEXT, b"")),
        answered("6.1.3", fragments(TEXT, [b"", middle, b""]), Frame(TEXT, middle)),
        whole("6.2.1", GREETING, VALID),
        answered("6.2.2", fragments(TEXT, [GREETING[:cut], GREETING[cut:]]), Frame(TEXT, GREETING)),
        answered("6.2.3", fragments(TEXT, pieces(GREETING, 1)), Frame(TEXT, GREETING)),
        answered("6.2.4", fragments(TEXT, pieces(KOSME, 1)), Frame(TEXT, KOSME)),
    ]


def broken() -> list[Case]:
    """6.3: an octet that is no text, in one frame and in many."""
    octets = KOSME + SURROGATE + EDITED
    return [
        whole("6.3.1", octets, INVALID),
        refused("6.3.2", fragments(TEXT, pieces(octets, 1)), code=INVALID_PAYLOAD),
    ]


def broken_in_the_middle() -> dict[str, list[bytes]]:
    """6.4: three writes, of which the second makes the whole invalid; in 6.4.3 and 6.4.4 within one frame."""
    octets = KOSME + BEYOND + EDITED
    thirds = [KOSME, BEYOND, EDITED], [octets[:12], octets[12:13], octets[13:]]
    sent = frame(TEXT, octets)
    head = len(sent) - len(octets)
    return {
        "6.4.1": fragments(TEXT, thirds[0]),
        "6.4.2": fragments(TEXT, thirds[1]),
        "6.4.3": [sent[: head + 11], sent[head + 11 : head + 15], sent[head + 15 :]],
        "6.4.4": [sent[: head + 12], sent[head + 12 : head + 13], sent[head + 13 :]],
    }


def sequences() -> Iterator[Case]:
    """6.5 to 6.23: sequences that decoders get wrong."""
    for number in range(1, len(KOSME) + 1):
        yield whole(f"6.6.{number}", KOSME[:number], number in BOUNDARIES)
    for number, octets in enumerate(["ed9fbf", "ee8080", "efbfbd", "f48fbfbf", BEYOND.hex()], start=1):
        yield whole(f"6.11.{number}", bytes.fromhex(octets), number < 5)
    for group, (_, valid, listed) in GROUPS.items():
        for number, octets in enumerate(listed.split(), start=1):
            yield whole(f"6.{group}.{number}", bytes.fromhex(octets), valid)


def cases() -> list[Case]:
    """All but 6.4, where it matters when the server refuses."""
    return [*in_fragments(), *broken(), *sequences()]
