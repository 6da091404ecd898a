"""Rounds of a Swiss tournament, played by chance or by hand."""

import random
from collections.abc import Iterable

from domain.formats.swiss.general import Paired, pair
from domain.standings.results import Kind, Outcome, Result

WON, DREW, LOST = (
    (Outcome.WIN, Outcome.LOSS),
    (Outcome.DRAW, Outcome.DRAW),
    (Outcome.LOSS, Outcome.WIN),
)
BOTH_LOST = (Outcome.LOSS, Outcome.LOSS)


def played(number: int, one: int, other: int, outcomes: tuple[Outcome, Outcome] = WON) -> Result:
    """A match; the first side won unless said otherwise."""
    return Result(round=number, sides=(one, other), outcomes=outcomes)


def forfeited(number: int, one: int, other: int, outcomes: tuple[Outcome, Outcome] = WON) -> Result:
    """A match that was not played; the second side was not there unless said otherwise."""
    return Result(round=number, sides=(one, other), outcomes=outcomes, kind=Kind.FORFEIT)


def alone(number: int, entrant: int, kind: Kind) -> Result:
    """A round without a match."""
    outcome = {Kind.BYE: Outcome.WIN, Kind.HALF_BYE: Outcome.DRAW}.get(kind, Outcome.LOSS)
    return Result(round=number, sides=(entrant, None), outcomes=(outcome, None), kind=kind)


def by_chance(chance: random.Random, number: int, paired: Paired) -> list[Result]:
    """The results of a paired round: wins, draws, and some forfeits."""
    results = [
        Result(
            round=number,
            sides=sides,
            outcomes=chance.choice((WON, WON, DREW, LOST, LOST)),
        )
        if chance.random() < 0.95
        else forfeited(number, *sides, chance.choice((WON, LOST, BOTH_LOST)))
        for sides in paired.pairs
    ]
    return results + ([] if paired.bye is None else [alone(number, paired.bye, Kind.BYE)])


def tournament(
    chance: random.Random, entrants: int, rounds: int
) -> Iterable[tuple[int, Paired, list[Result]]]:
    """Each round with its number and all results before it."""
    results: list[Result] = []
    for number in range(1, rounds + 1):
        paired = pair(range(1, entrants + 1), results, number)
        yield number, paired, list(results)
        results += by_chance(chance, number, paired)
