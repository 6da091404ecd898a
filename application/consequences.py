"""What follows from a correction, taken from the facts it states: shown first, and named when it is sent."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from application.commands.matches import CorrectResult
from domain.aggregate import Aggregate
from domain.bracket import Bracket
from domain.errors import ConsequencesChanged
from domain.match import Match
from domain.tournament import Tournament
from domain.values import GameScore

KINDS = ("result", "playing", "reopened", "seated", "restored", "unplaced", "placed", "over")


class Consequence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that changes; `change` says which of the fields there are.

    `result`: a match counts otherwise. `reopened`: it loses what was played, and those in `left` its sides.
    `seated`: an entrant, or nobody for good, takes a side. `restored`: what the same two played before counts
    again. `placed`, `unplaced`: an entrant's place is certain, or is not any longer. `playing`, `over`: the
    tournament goes on after its end, or ends.
    """

    change: str
    match: int | None = None
    side: int | None = None
    entrant: UUID | None = None
    left: list[UUID | None] = []
    previous: str | None = None
    games: list[GameScore] | None = None
    winner: int | None = None
    low: int | None = None
    high: int | None = None


def confirmed(command: CorrectResult, stated: Iterable[tuple[Aggregate, Any]]) -> dict[str, Any]:
    """What the facts of a correction bring about, and the hash that names exactly that.

    Kind by kind: facts come in whatever order their streams were read. Raises ConsequencesChanged where its
    sender was shown something else.
    """
    found = sorted((one for aggregate, fact in stated for one in _of(aggregate, fact)), key=_order)
    name = sha256(msgspec.json.encode(found)).hexdigest()
    if command.consequences not in (None, name):
        raise ConsequencesChanged()
    return {"consequences": found, "hash": name}


def _order(one: Consequence) -> tuple[int, int, int, str]:
    return KINDS.index(one.change), one.match or 0, one.side or 0, str(one.entrant)


def _of(aggregate: Any, fact: Any) -> list[Consequence]:
    found: list[Consequence] = []
    match fact:
        case Match.ResultCorrected(games=games, winner=winner):
            found = [Consequence(change="result", match=aggregate.number, games=games, winner=winner)]
        case Match.Reopened(left=left, previous=previous):
            found = [Consequence(change="reopened", match=aggregate.number, left=left, previous=previous)]
        case Match.ResultRestored(games=games, winner=winner):
            found = [Consequence(change="restored", match=aggregate.number, games=games, winner=winner)]
        case Match.SideSettled(side=side, entrant=entrant):
            found = [Consequence(change="seated", match=aggregate.number, side=side, entrant=entrant)]
        case Bracket.Rewound(retracted=retracted):
            found = [Consequence(change="unplaced", entrant=entrant) for entrant in retracted]
        case Bracket.Advanced(places=places):
            found = [
                Consequence(change="placed", entrant=place.entrant, low=place.low, high=place.high)
                for place in places
            ]
        case Tournament.Reopened():
            found = [Consequence(change="playing")]
        case Tournament.Completed():
            found = [Consequence(change="over")]
    return found
