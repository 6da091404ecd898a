"""What messages tell: how something is from here on."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.match.score import GameScore

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Ending = Literal[
    "played",
    "forfeit",
    "no_show",
    "withdrawn",
    "disqualified",
    "walkover",
    "double_forfeit",
    "vacant",
]


class Entrant(msgspec.Struct, frozen=True):
    """Who sits on a side of a match."""

    registration_id: UUID
    name: str


class TournamentState(msgspec.Struct, frozen=True):
    """The tournament as it is from here on."""

    name: str
    status: str


class RegistrationState(msgspec.Struct, frozen=True):
    """A registration as it is from here on: registered, waitlisted, withdrawn, disqualified, dropped …"""

    registration_id: UUID
    name: str
    status: str


class CheckInState(msgspec.Struct, frozen=True):
    """Whether an entrant is here."""

    registration_id: UUID
    name: str
    checked_in: bool


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


class StaffState(msgspec.Struct, frozen=True):
    """Staff of the tournament; no role where the account is staff no more."""

    account_id: UUID
    role: str | None


class MatchState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A match as it is from here on: a side is null where nobody sits yet, a field left out is none."""

    match_id: UUID
    number: int
    round: int
    name: str
    best_of: int
    sides: list[Entrant | None]
    starts_at: Instant | None = None
    station: str | None = None
    games: list[GameScore] | None = None
    reported_by: Literal[0, 1] | None = None
    winner: int | None = None
    ending: Ending | None = None
