"""Matches won, played level and lost: the same in every table and in every list."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from projections.kernel.rows import Row
from projections.match.queries import sides_of

NONE: Mapping[str, Any] = {"won": 0, "drawn": 0, "lost": 0}
IDLE = {"bye": "won", "half bye": "drawn"}


def counted(matches: Iterable[Row], drawn: Iterable[Row]) -> dict[UUID, dict[str, int]]:
    """What came of each round for every entrant, as `domain.standings.ties.own` counts wins and losses.

    A bye counts among the matches `won`, half a one among those `drawn`; an absence is none at all. Where
    neither side wins without play, both lost.
    """
    found: dict[UUID, dict[str, int]] = {}
    for entrant, came in (*_played(matches), *_idle(drawn)):
        found.setdefault(entrant, dict(NONE))[came] += 1
    return found


def _played(matches: Iterable[Row]) -> Iterable[tuple[UUID, str]]:
    for match in matches:
        if match["status"] == "completed":
            level = match["winner"] is None and match["ending"] == "played"
            for side, entrant in enumerate(sides_of(match)):
                if entrant is not None:
                    yield entrant, "drawn" if level else "won" if side == match["winner"] else "lost"


def _idle(drawn: Iterable[Row]) -> Iterable[tuple[UUID, str]]:
    for row in drawn:
        for idle in row["idle"]:
            if idle["kind"] in IDLE:
                yield UUID(str(idle["entrant"])), IDLE[idle["kind"]]
