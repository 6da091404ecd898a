"""Swiss system, general: equal scores meet, top half against bottom half, and nobody meets anyone twice."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

import msgspec

from domain.formats.swiss.field import POINTS, Field, NoPairing, field, in_order
from domain.formats.swiss.matching import EXACT, May, Pairs, candidates, cheapest, widths
from domain.standings.results import Outcome, Result

EDGE = 16
"""So many at either end of a score group may meet another score in a field beyond EXACT; all, if need be."""


class Paired(msgspec.Struct, frozen=True):
    """A round: the two sides of each match, the first board first, and who has the bye."""

    pairs: list[tuple[int, int]]
    bye: int | None


def pair(
    entrants: Sequence[int],
    results: Iterable[Result],
    round: int,
    *,
    forbidden: Iterable[tuple[int, int]] = (),
    withdrawn: Collection[int] = (),
    resting: Collection[int] = (),
    points: Mapping[Outcome, int] = POINTS,
) -> Paired:
    """Pair round `round` (from 1); the same arguments give the same pairing.

    `entrants` come in the order of their seeds. Each of them has one result in every earlier round, also who
    came late (ABSENT, or HALF_BYE) or was away; only of the `withdrawn` none is asked, and they are not
    paired again. The `resting` sit out this round alone. `forbidden` pairs, and two who were paired before
    even if that was forfeited, do not meet.

    The rules, one before the other (after FIDE C.04.1 and US Chess 27A-28L, 29A-29D): the bye goes to the
    lowest who has had none nor won by a forfeit; differences of score are as small as can be (the sum of
    their squares); who meets another score is the lowest of the higher group and the highest of the lower;
    inside a group the top half meets the bottom half, in order; sides are even over the rounds.

    A pairing is found wherever one exists. Beyond EXACT entrants, differences are weighed among the nearest
    candidates only. Raises NoPairing, RoundIncomplete, ValueError.
    """
    there = field(
        entrants, results, round, forbidden=forbidden, withdrawn=withdrawn, resting=resting, points=points
    )
    size = len(there.ranked)
    for edge in (EDGE, size) if size > EXACT else (size,):
        if (paired := _paired(there, edge)) is not None:
            return paired
    raise NoPairing


def _paired(there: Field, edge: int) -> Paired | None:
    """The round, where of each score group only `edge` places at either end may meet another score."""
    ranked, size = there.ranked, len(there.ranked)
    crossing = _crossing(there, _ends(there, edge))
    if crossing is None:
        return None
    bye = next((one for one, other in crossing if other == size), None)
    boards = [(one, other) for one, other in crossing if other < size and _gap(there, one, other)]
    taken = {bye, *(place for both in boards for place in both)}
    for group in _groups(there):
        halves = _halves(there, [place for place in group if place not in taken])
        if halves is None:
            return None
        boards += halves
    pairs = [in_order(there, one, other) for one, other in sorted(boards)]
    return Paired(pairs, None if bye is None else ranked[bye])


def _groups(there: Field) -> list[list[int]]:
    """The places of each score group, the best first."""
    places = range(len(there.ranked))
    return [list(group) for _, group in groupby(places, lambda place: there.scores[there.ranked[place]])]


def _ends(there: Field, edge: int) -> list[int]:
    """The places at either end of each score group, and the lowest who can have the bye.

    The others of a group are even in number, and can meet each other.
    """
    can_rest = [place for place, entrant in enumerate(there.ranked) if entrant in there.without_bye]
    lowest = set(can_rest[-edge:])
    ends: list[int] = []
    for group in _groups(there):
        inner = [place for place in group[edge:-edge] if place not in lowest]
        away = set(inner[: len(inner) // 2 * 2])
        ends += [place for place in group if place not in away]
    return ends


def _gap(there: Field, one: int, other: int) -> int:
    return there.scores[there.ranked[one]] - there.scores[there.ranked[other]]


def _crossing(there: Field, ends: list[int]) -> Pairs | None:
    """The given places in pairs, as near in score as can be; one past the last place stands for the bye."""
    size = len(there.ranked)
    above, below = _within_group(there)
    dearer = size * size + 1  # than everything about who floats
    dearest = dearer * (1 + size * max(_gap(there, 0, -1) if size else 0, 1) ** 2)

    def cost(one: int, other: int) -> int:
        gap = _gap(there, one, other)
        return gap * gap * dearer + below[one] + above[other] if gap else 0

    byes = [
        (index, len(ends), (size - 1 - place) * dearest)
        for index, place in enumerate(ends)
        if size % 2 and there.ranked[place] in there.without_bye
    ]
    names = [*ends, size]
    for width in widths(len(ends)):
        edges = [
            (one, other, cost(ends[one], ends[other]))
            for one, other in candidates(len(ends), lambda index: (index,), _may(there, ends), width)
        ]
        found = cheapest(len(ends) + size % 2, [*edges, *byes])
        if found is not None:
            return [(names[one], names[other]) for one, other in found]
    return None


def _may(there: Field, line: list[int]) -> May:
    """Whether two of a line of places may meet."""
    entrants = [there.ranked[place] for place in line]
    return lambda one, other: entrants[other] not in there.apart[entrants[one]]


def _within_group(there: Field) -> tuple[list[int], list[int]]:
    """For each place how many of its score group stand above it, and how many below."""
    sizes = [len(group) for group in _groups(there)]
    above = [place for size in sizes for place in range(size)]
    below = [place for size in sizes for place in reversed(range(size))]
    return above, below


def _halves(there: Field, group: list[int]) -> Pairs | None:
    """The places of one score group in pairs, top half against bottom half as far as can be."""
    size, half = len(group), len(group) // 2

    def cost(one: int, other: int) -> int:
        if one < half <= other:
            return (other - half - one) ** 2
        return size**3 + (half - 1 - other if other < half else one - half)  # both of the same half

    for width in widths(size):
        likely = candidates(size, lambda place: ((place + half) % size, place), _may(there, group), width)
        found = cheapest(size, [(*both, cost(*both)) for both in likely])
        if found is not None:
            return [(group[one], group[other]) for one, other in found]
    return None
