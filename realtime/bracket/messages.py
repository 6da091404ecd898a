"""What changed in a bracket."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from realtime.entry.messages import ANN, BEN, Entrant
from realtime.kernel.messages import Event


class Moved(msgspec.Struct, frozen=True):
    """An entrant takes a side of a match; no entrant means that the side stays vacant for good."""

    match: int
    side: int
    entrant: Entrant | None


class Placed(msgspec.Struct, frozen=True):
    """A place that is certain: `low` to `high`, both counted."""

    entrant: Entrant
    low: int
    high: int


class BracketState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What changed in the bracket of a stage.

    `match` is the number of the match that was decided, advanced by or counted in a table, `round` of the
    round that was drawn or taken back, `entrant` who joined late, left or is back, or has points for fair
    play. Once somebody joined, matches may lead elsewhere: fetch the bracket again.
    """

    status: Literal[
        "drawn",
        "finalized",
        "round_drawn",
        "round_taken_back",
        "advanced",
        "counted",
        "joined",
        "left",
        "back",
        "conduct",
        "rewound",
        "completed",
    ]
    stage: int = 1
    round: int | None = None
    match: int | None = None
    entrant: Entrant | None = None
    moves: list[Moved] = []
    places: list[Placed] = []


class BracketUpdated(Event, frozen=True, kw_only=True, tag="bracket_updated"):
    """The bracket was drawn, made final, moved on or completed."""

    data: BracketState


MESSAGES: Mapping[type[Event], Any] = {
    BracketUpdated: BracketState("advanced", match=13, moves=[Moved(15, 0, ANN)], places=[Placed(BEN, 3, 4)]),
}
"""Each with an example of what it says."""
