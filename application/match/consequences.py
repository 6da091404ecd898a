"""What follows from a correction, taken from the facts it states: shown first, and named when it is sent."""

from collections.abc import Awaitable, Callable, Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from application.bracket.drawing import drawn_from, final_places, thought
from application.kernel.work import Work
from application.match.commands import CorrectResult
from domain.bracket.bracket import Bracket
from domain.bracket.tables import table
from domain.kernel.aggregate import Aggregate
from domain.match.match import Match
from domain.match.refusals import ConsequencesChanged
from domain.match.score import GameScore
from domain.tournament.tournament import Tournament

KINDS = (
    *("result", "playing", "reopened", "seated", "restored"),
    *("ranked", "unplaced", "placed", "outdated", "over"),
)


class Consequence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that changes; `change` says which of the fields there are.

    `result`: a match counts otherwise. `reopened`: it loses what was played, and those in `left` its sides.
    `seated`: an entrant, or nobody for good, takes a side. `restored`: what the same two played before counts
    again. `ranked`: an entrant stands elsewhere in the table of a stage, from `previous` to `low` and `high`.
    `placed`, `unplaced`: an entrant's place is certain, or is not any longer. `outdated`: a stage that is
    drawn already would now be drawn from others, or in another order. `playing`, `over`: the tournament goes
    on after its end, or ends.
    """

    change: str
    stage: int | None = None
    match: int | None = None
    side: int | None = None
    entrant: UUID | None = None
    left: list[UUID | None] = []
    previous: str | None = None
    games: list[GameScore] | None = None
    winner: int | None = None
    low: int | None = None
    high: int | None = None


class Ranks(msgspec.Struct, frozen=True):
    """Where everyone stands in the table of a stage, and which places of the tournament are certain.

    No places where the facts alone say them: in a tournament of one stage by elimination.
    """

    stage: int
    of: dict[UUID, tuple[int, int]]
    places: dict[UUID, tuple[int, int]] | None


def ranks(bracket: Bracket, places: dict[UUID, tuple[int, int]] | None) -> Ranks:
    """Of a bracket that is a table; nobody stands anywhere in one that is none."""
    if not bracket.played_as.is_table:
        return Ranks(bracket.stage, {}, places)
    standings = [one for standing in table(bracket.course).values() for one in standing]
    of = {bracket.seeds[one.number - 1]: (one.low, one.high) for one in standings}
    return Ranks(bracket.stage, of, places)


def confirmed(
    command: CorrectResult,
    stated: Iterable[tuple[Aggregate, Any]],
    before: Ranks,
    after: Ranks,
    outdated: Iterable[int],
) -> dict[str, Any]:
    """What the facts of a correction bring about, and the hash that names exactly that.

    Kind by kind: facts come in whatever order their streams were read. Raises ConsequencesChanged where its
    sender was shown something else.
    """
    found = [one for aggregate, fact in stated for one in _of(aggregate, fact)]
    found += [
        Consequence(
            change="ranked",
            stage=after.stage,
            entrant=entrant,
            previous="–".join(str(rank) for rank in dict.fromkeys(before.of[entrant])),
            low=low,
            high=high,
        )
        for entrant, (low, high) in after.of.items()
        if before.of[entrant] != (low, high)
    ]
    if before.places is not None and after.places is not None:
        found = [one for one in found if one.change not in ("placed", "unplaced")]
        for entrant in dict.fromkeys([*before.places, *after.places]):
            if before.places.get(entrant) != (place := after.places.get(entrant)):
                unplaced = Consequence(change="unplaced", entrant=entrant)
                found.append(_placed(entrant, *place) if place else unplaced)
    found += [Consequence(change="outdated", stage=stage) for stage in outdated]
    found.sort(key=_order)
    name = sha256(msgspec.json.encode(found)).hexdigest()
    if command.consequences not in (None, name):
        raise ConsequencesChanged()
    return {"consequences": found, "hash": name}


async def consequences(
    command: CorrectResult, work: Work
) -> Callable[[Iterable[tuple[Aggregate, Any]]], Awaitable[dict[str, Any]]]:
    """Look at what may change beyond the facts; afterwards, say what the correction has brought about."""
    bracket = await work.load(Bracket, (await work.load(Match, command.match)).bracket)
    before, drawn_before = await _seen(bracket, work)

    async def explained(stated: Iterable[tuple[Aggregate, Any]]) -> dict[str, Any]:
        after, drawn_after = await _seen(bracket, work)
        outdated = [stage for stage, there in drawn_after.items() if there != drawn_before.get(stage)]
        return confirmed(command, stated, before, after, outdated)

    return explained


async def _seen(bracket: Bracket, work: Work) -> tuple[Ranks, dict[int, list[UUID]]]:
    """The ranks in that bracket, and from whom the stages after it would be drawn."""
    tournament = await work.load(Tournament, bracket.tournament)
    places = None
    if bracket.played_as.is_table or len(tournament.definition.plan) > 1:
        certain = await final_places(tournament, work)
        places = {place.entrant: (place.low, place.high) for place in certain}
    return await thought(len(bracket.seeds), ranks, bracket, places), await drawn_from(bracket, work)


def _order(one: Consequence) -> tuple[int, int, int, str]:
    return KINDS.index(one.change), one.match or one.low or one.stage or 0, one.side or 0, str(one.entrant)


def _placed(entrant: UUID, low: int, high: int) -> Consequence:
    return Consequence(change="placed", entrant=entrant, low=low, high=high)


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
            found = [_placed(place.entrant, place.low, place.high) for place in places]
        case Tournament.Reopened():
            found = [Consequence(change="playing")]
        case Tournament.Completed():
            found = [Consequence(change="over")]
    return found
