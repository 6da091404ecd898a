"""What every server is given to send: the same event of Palio, so many a second or as fast as it goes."""

import asyncio
import struct
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from uuid import UUID

from domain.kernel import moment
from eventstore.records import Recorded
from realtime.entry.messages import Entrant
from realtime.match.messages import MatchStarted, MatchState
from realtime.rings.frames import encode

NAME = "Sports club number {:05}"
LOST = 2.0
"""Seconds without progress after which what is under way counts as lost: some servers drop messages."""


def payload(number: int) -> bytes:
    """The event of that number as JSON, sent now."""
    sides: list[Entrant | None] = [Entrant(UUID(int=side), NAME.format(side)) for side in (1, 2)]
    state = MatchState(
        match_id=UUID(int=0),
        number=1,
        round=1,
        name="M1",
        best_of=3,
        sides=sides,
    )
    return encode(MatchStarted(id=number, prev=number - 1, position=number, at=moment.now(), data=state))


def fact(tournament_id: UUID, match: UUID, number: int) -> Recorded:
    """The fact behind the same event, as the log would bring it."""
    return Recorded(
        position=number,
        originator_id=match,
        originator_version=1,
        topic="Match.Started",
        event=None,
        kind="tournament",
        scope_id=tournament_id,
        sequence=number,
        recorded_at=moment.now(),
        actor=None,
        command_id=UUID(int=0),
        correlation_id=UUID(int=0),
        causation_id=None,
    )


Publish = Callable[[Iterable[int]], Awaitable[None]]


async def paced(publish: Publish, after: int, rate: float) -> None:
    """So many a second, until cancelled; a message that is late is not made up for by a burst."""
    due = time.monotonic()
    while True:
        due = max(due + 1 / rate, time.monotonic())
        await asyncio.sleep(due - time.monotonic())
        after += 1
        await publish([after])


async def flat_out(publish: Publish, after: int, under_way: int, progress: Path) -> None:
    """Never more than `under_way` messages that some client does not have yet, until cancelled."""
    sent = done = after
    moved = time.monotonic()
    with progress.open("rb", buffering=0) as file:
        while True:
            file.seek(0)
            (now,) = struct.unpack("q", file.read(8))
            if now > done or time.monotonic() - moved > LOST:
                done, moved = max(now, done if now > done else sent), time.monotonic()
            if sent - done <= under_way // 2:
                await publish(range(sent + 1, done + under_way + 1))
                sent = done + under_way
            await asyncio.sleep(0.0005)
