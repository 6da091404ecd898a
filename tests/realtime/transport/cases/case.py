"""One case of the suite, and how a server is found to behave in it."""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from tests.support.rawsocket import CLOSE, Frame, RawSocket, closing, pieces

Behaviour = Literal["OK", "NON-STRICT"]
NORMAL, PROTOCOL_ERROR, INVALID_PAYLOAD = 1000, 1002, 1007
TOGETHER, FRAMEWISE = 0, -1


class Case(msgspec.Struct, frozen=True):
    """`answers` in their order are OK; a case that is `loose` may also lose them, which is NON-STRICT.

    `closes` are the codes the server's close frame may have. Where the server is not to fail the connection
    and `frames` hold no close frame, the client closes once it has been answered.
    """

    number: str
    frames: Sequence[bytes]
    answers: Sequence[Frame] = ()
    closes: Sequence[int | None] = (NORMAL,)
    chop: int = TOGETHER
    loose: bool = False
    ours: bool = False

    def writes(self) -> Iterable[bytes]:
        """What is written at once: everything, a frame, or so many octets."""
        if self.chop == FRAMEWISE:
            return self.frames
        octets = b"".join(self.frames)
        return pieces(octets, self.chop) if self.chop else [octets]


def answered(number: str, frames: Sequence[bytes], *answers: Frame, chop: int = TOGETHER) -> Case:
    """All is well: the server answers, and closes with us."""
    return Case(number, frames, answers, chop=chop, ours=True)


def refused(
    number: str,
    frames: Sequence[bytes],
    *answers: Frame,
    code: int = PROTOCOL_ERROR,
    chop: int = TOGETHER,
) -> Case:
    """The server fails the connection; answers to what came before may be lost with it."""
    return Case(number, frames, answers, (code,), chop=chop, loose=bool(answers))


async def behaviour(raw: RawSocket, case: Case) -> Behaviour:
    """Play a case. AssertionError where the server behaves in no way the suite allows."""
    for octets in case.writes():
        await raw.send(octets)
    heard: list[Frame] = []
    if case.ours:
        heard = [found for _ in case.answers if (found := await raw.receive())]
        await raw.send(closing())
    while (found := await raw.receive()) is not None and found.opcode != CLOSE:
        heard.append(found)
    assert found is not None, "the server hung up without a close frame"
    assert found.code in case.closes, found.payload
    assert await raw.receive() is None, "the server says more after its close frame"
    if heard == list(case.answers):
        return "OK"
    assert case.loose and not heard, heard
    return "NON-STRICT"
