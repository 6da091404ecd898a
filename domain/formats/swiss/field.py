"""The field before a round: who can be paired, with which score, whom they met, which sides they had."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import zip_longest

import msgspec

from domain.standings.results import Kind, Outcome, Result, RoundIncomplete

POINTS = {Outcome.WIN: 2, Outcome.DRAW: 1, Outcome.LOSS: 0}
"""Half points, so that every score is whole."""
WITHOUT_PLAY = {Kind.BYE, Kind.FORFEIT}
FIRST, SECOND = 1, -1


class NoPairing(ValueError):
    """No pairing keeps every rule: everyone left has met, is kept apart, or has had the bye."""

    def __init__(self) -> None:
        super().__init__("no pairing is left that keeps every rule")


class Field(msgspec.Struct, frozen=True):
    """Whoever can be paired, the best first, and by entrant what earlier rounds came to.

    `apart` are those an entrant must not meet, `sides` FIRST or SECOND for each match that was played.
    """

    ranked: list[int]
    scores: dict[int, int]
    apart: dict[int, set[int]]
    without_bye: set[int]
    sides: dict[int, list[int]]


def field(
    entrants: Sequence[int],
    results: Iterable[Result],
    number: int,
    *,
    forbidden: Iterable[tuple[int, int]] = (),
    withdrawn: Collection[int] = (),
    resting: Collection[int] = (),
    points: Mapping[Outcome, int] = POINTS,
) -> Field:
    """The field before round `number`; later results do not count. `pair` says what the arguments are.

    Raises RoundIncomplete, and ValueError where somebody is named twice.
    """
    if number < 1 or len(set(entrants)) < len(entrants):
        raise ValueError("rounds count from 1, and every entrant is named once")
    earlier = [result for result in results if result.round < number]
    gone, away = set(withdrawn), {*withdrawn, *resting}
    staying = [entrant for entrant in entrants if entrant not in gone]
    _check_complete(staying, earlier, number)
    scores: dict[int, int] = dict.fromkeys(entrants, 0)
    apart: dict[int, set[int]] = {entrant: {entrant} for entrant in entrants}
    sides: dict[int, list[int]] = {entrant: [] for entrant in entrants}
    had_bye: set[int] = set()
    for result in sorted(earlier, key=lambda one: one.round):
        for side, entrant, outcome in taking_part(result):
            scores[entrant] = scores.get(entrant, 0) + points[outcome]
            if result.kind in WITHOUT_PLAY and outcome is Outcome.WIN:
                had_bye.add(entrant)
            if result.kind is Kind.PLAYED:
                sides.setdefault(entrant, []).append(side)
    met = [result.sides for result in earlier]
    for one, other in (*met, *forbidden):
        if one in apart and other in apart:
            apart[one].add(other)
            apart[other].add(one)
    seeds = {entrant: seed for seed, entrant in enumerate(entrants)}
    paired = [entrant for entrant in entrants if entrant not in away]
    ranked = sorted(paired, key=lambda entrant: (-scores[entrant], seeds[entrant]))
    return Field(ranked, scores, apart, set(paired) - had_bye, sides)


def taking_part(result: Result) -> list[tuple[int, int, Outcome]]:
    """For each entrant of a result the side they had and what it was for them."""
    return [
        (side, entrant, outcome)
        for side, entrant, outcome in zip((FIRST, SECOND), result.sides, result.outcomes, strict=True)
        if entrant is not None and outcome is not None
    ]


def in_order(field: Field, higher: int, lower: int) -> tuple[int, int]:
    """The entrants of two places, side by side: first whoever had that side less often, else less lately.

    Where both had the same, the higher one changes sides; before any match it is first on places 0, 2, 4 …
    """
    one, other = field.ranked[higher], field.ranked[lower]
    mine, theirs = field.sides[one], field.sides[other]
    last = [both for both in zip_longest(reversed(mine), reversed(theirs), fillvalue=0) if both[0] != both[1]]
    if sum(mine) != sum(theirs):
        begins = sum(mine) < sum(theirs)
    elif last:
        begins = last[0][0] < last[0][1]
    else:
        begins = mine[-1] == SECOND if mine else higher % 2 == 0
    return (one, other) if begins else (other, one)


def _check_complete(staying: Iterable[int], results: Iterable[Result], number: int) -> None:
    """Raises RoundIncomplete for the first round before `number` in which somebody has no result."""
    present = set(staying)
    counts = Counter((result.round, entrant) for result in results for _, entrant, _ in taking_part(result))
    if any(count > 1 for count in counts.values()):
        raise ValueError("an entrant has one result in a round")
    for earlier in range(1, number):
        if missing := [entrant for entrant in present if not counts[earlier, entrant]]:
            raise RoundIncomplete(earlier, missing)
