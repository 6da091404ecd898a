"""The next round of a Swiss stage, whichever system pairs it."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from domain.formats.swiss import dutch, valve
from domain.formats.swiss import general as swiss
from domain.formats.swiss.field import POINTS, SECOND, taking_part
from domain.formats.trf.report import Game, Player, Report
from domain.standings.results import Kind, Outcome, Result

SYMBOLS = {Outcome.WIN: "1", Outcome.DRAW: "=", Outcome.LOSS: "0"}
FORFEITED = {Outcome.WIN: "+", Outcome.LOSS: "-", Outcome.DRAW: "-"}
ALONE = {Kind.BYE: "U", Kind.HALF_BYE: "H", Kind.ABSENT: "Z"}


class Board(msgspec.Struct, frozen=True):
    """Two who meet, first side first; `best_of` where the system says so."""

    sides: tuple[int, int]
    best_of: int | None = None


class NextRound(msgspec.Struct, frozen=True):
    """The boards, the first one first, who has the bye, and who sits out: resting, through or out."""

    boards: list[Board]
    bye: int | None
    idle: list[int]


def next_round(
    system: str,
    entrants: int,
    results: Sequence[Result],
    number: int,
    *,
    rounds: int,
    withdrawn: Collection[int] = (),
    resting: Collection[int] = (),
    points: Mapping[Outcome, int] = POINTS,
) -> NextRound:
    """Round `number` (from 1) of `rounds`, of entrants 1 to `entrants` in the order of their seeds.

    `system` is general, valve or dutch; general pairs by `points`, the others by theirs. Nobody `withdrawn`
    or `resting` is paired; who left has no results any more. Raises NoPairing, RoundIncomplete, and
    ValueError for what a system does not take.
    """
    everyone = range(1, entrants + 1)
    if system == "valve":
        matches, bye = valve.pair(everyone, results, number, withdrawn={*withdrawn, *resting})
        boards = [Board(match.sides, match.best_of) for match in matches]
    elif system == "dutch":
        paired = dutch.pair(report(entrants, results, number, rounds, {*withdrawn, *resting}))
        boards, bye = [Board(pair) for pair in paired.pairs], paired.bye
    else:
        paired = swiss.pair(everyone, results, number, withdrawn=withdrawn, resting=resting, points=points)
        boards, bye = [Board(pair) for pair in paired.pairs], paired.bye
    playing = {one for board in boards for one in board.sides} | {bye}
    return NextRound(boards, bye, [one for one in everyone if one not in playing])


def most_rounds(system: str, entrants: int, asked: int | None) -> int:
    """How many rounds there are: as asked for, or as many as leave one unbeaten, ⌈log2 n⌉."""
    if system == "valve":
        return 2 * valve.NEEDED - 1
    return asked or max(1, (entrants - 1).bit_length())


def report(
    entrants: int, results: Sequence[Result], number: int, rounds: int, absent: Collection[int]
) -> Report:
    """What the Dutch system is told before round `number`: start numbers are seeds."""
    games: dict[tuple[int, int], Game] = {}
    for result in results:
        for side, entrant, outcome in taking_part(result):
            other = result.sides[0 if side == SECOND else 1]
            games[entrant, result.round] = _game(side, outcome, result.kind, other)
    missing = Game(None, "-", "Z")
    players = [
        Player(
            number=one, rank=one, games=tuple(games.get((one, each), missing) for each in range(1, number))
        )
        for one in range(1, entrants + 1)
    ]
    return Report(players=tuple(players), rounds=rounds, first="w", absent=tuple(sorted(absent)))


def _game(side: int, outcome: Outcome, kind: Kind, other: int | None) -> Game:
    if kind in ALONE:
        return Game(None, "-", ALONE[kind])
    colour = "b" if side == SECOND else "w"
    return Game(other, colour, (FORFEITED if kind is Kind.FORFEIT else SYMBOLS)[outcome])
