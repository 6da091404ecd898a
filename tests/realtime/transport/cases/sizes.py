"""Sections 9 and 10: large messages, many fragments, small writes, many round trips."""

from collections.abc import Iterator

import msgspec

from tests.realtime.transport.cases.case import TOGETHER, Case, answered
from tests.support.rawsocket import BINARY, TEXT, Frame, fragments, frame, pieces

KIB, MIB = 1 << 10, 1 << 20
PATTERNS = {TEXT: b"BAsd7&jh23", BINARY: b"\x00\xfe\x23\xfa\xf0"}
SIZES = (64 * KIB, 256 * KIB, MIB, 4 * MIB, 8 * MIB, 16 * MIB)
FRAGMENTS = (64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB)
CHOPS = (64, 128, 256, 512, KIB, 2 * KIB)
TRIPS = (0, 16, 64, 256, KIB, 4 * KIB)


class Large(msgspec.Struct, frozen=True):
    """A message of so many octets, in fragments and written in chops of so many; 0 for neither."""

    number: str
    opcode: int
    size: int
    fragment: int = 0
    chop: int = TOGETHER

    def case(self) -> Case:
        """The octets themselves."""
        pattern = PATTERNS[self.opcode]
        payload = (pattern * (self.size // len(pattern) + 1))[: self.size]
        frames = [frame(self.opcode, payload)]
        if self.fragment:
            frames = fragments(self.opcode, pieces(payload, self.fragment))
        return answered(self.number, frames, Frame(self.opcode, payload), chop=self.chop)


class Trips(msgspec.Struct, frozen=True):
    """Messages of so many octets, each sent once the one before has come back."""

    number: str
    opcode: int
    size: int


def large(fragmented: int = 4 * MIB, chopped: int = MIB) -> Iterator[Large]:
    """9.1 to 9.6 and 10.1; the parameters are the sizes the suite has."""
    for text, opcode in enumerate((TEXT, BINARY), start=1):
        for number, size in enumerate(SIZES, start=1):
            yield Large(f"9.{text}.{number}", opcode, size)
        for number, fragment in enumerate(FRAGMENTS, start=1):
            yield Large(f"9.{text + 2}.{number}", opcode, fragmented, fragment=fragment)
        for number, chop in enumerate(CHOPS, start=1):
            yield Large(f"9.{text + 4}.{number}", opcode, chopped, chop=chop)
    yield Large("10.1.1", TEXT, 64 * KIB, fragment=1300)


def trips() -> Iterator[Trips]:
    """9.7 and 9.8."""
    for section, opcode in ((7, TEXT), (8, BINARY)):
        for number, size in enumerate(TRIPS, start=1):
            yield Trips(f"9.{section}.{number}", opcode, size)
