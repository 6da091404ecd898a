"""Free-for-all and battle royale: many meet in one match, and places in it are worth points."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec

from domain.formats.draw import Draw, Pairing, Sheet, Source
from domain.formats.table.round_robin import Grouping, groups, name_of

SMALLEST, LARGEST = 3, 64


class Points(msgspec.Struct, frozen=True):
    """What is counted: `places[0]` for the first place and so on, and `kill` for each kill."""

    places: tuple[int, ...]
    kill: int = 0


class Finish(msgspec.Struct, frozen=True):
    """How one entrant came out of a match: the place from 1 (shared by those who tie), and the kills."""

    place: int
    kills: int = 0


class Total(msgspec.Struct, frozen=True):
    """An entrant after some matches. Those with the same `low` and `high` are tied on everything that counts.

    In order: points, wins, kills, the best place, the place in their latest match.
    """

    entrant: int
    low: int
    high: int
    points: int
    wins: int
    kills: int
    best: int
    latest: int


NOWHERE = 1 << 30
"""The place of who has not finished a match: after everyone's."""


class Unplayable(ValueError):
    """A match whose places cannot be; says which."""


def lobbies(entrants: int, size: int, how: Grouping = Grouping.SNAKE) -> list[list[int]]:
    """Everyone in as few matches of at most `size` as there can be, the matches even within one.

    Raises ValueError where a match would have fewer than two.
    """
    if size < 2:
        raise ValueError("a match has two entrants at least")
    return groups(entrants, -(-entrants // size), how)


def table(entrants: int, matches: Sequence[Mapping[int, Finish]], points: Points) -> list[Total]:
    """Everyone, the best first; who was not in a match has nothing of it. Raises Unplayable."""
    for number, match in enumerate(matches, 1):
        _check(number, match, entrants)
    totals = [_total(entrant, matches, points) for entrant in range(1, entrants + 1)]
    totals.sort(key=_worth)
    ranked: list[Total] = []
    for _, level in groupby(totals, _worth):
        tied, before = list(level), len(ranked)
        ranked += [msgspec.structs.replace(each, low=before + 1, high=before + len(tied)) for each in tied]
    return ranked


def _total(entrant: int, matches: Sequence[Mapping[int, Finish]], points: Points) -> Total:
    own = [match[entrant] for match in matches if entrant in match]
    return Total(
        entrant=entrant,
        low=0,
        high=0,
        points=sum(_points(finish, points) for finish in own),
        wins=sum(finish.place == 1 for finish in own),
        kills=sum(finish.kills for finish in own),
        best=min((finish.place for finish in own), default=NOWHERE),
        latest=own[-1].place if own else NOWHERE,
    )


def _points(finish: Finish, points: Points) -> int:
    placed = points.places[finish.place - 1] if finish.place <= len(points.places) else 0
    return placed + finish.kills * points.kill


def _worth(total: Total) -> tuple[int, ...]:
    return -total.points, -total.wins, -total.kills, total.best, total.latest


def check_places(places: Sequence[int]) -> None:
    """Places are shared as in any ranking: after two firsts comes a third. Raises Unplayable.

    Who alone is there is first.
    """
    if not places:
        raise Unplayable("somebody has a place")
    ordered = sorted(places)
    for index, place in enumerate(ordered):
        if place != (ordered[index - 1] if index and place == ordered[index - 1] else index + 1):
            raise Unplayable(f"place {place} does not follow from those before it")


def _check(number: int, match: Mapping[int, Finish], entrants: int) -> None:
    if not all(1 <= entrant <= entrants for entrant in match):
        raise Unplayable(f"match {number}: of those there are")
    try:
        check_places([finish.place for finish in match.values()])
    except Unplayable as refused:
        raise Unplayable(f"match {number}: {refused}") from None
    if any(finish.kills < 0 for finish in match.values()):
        raise Unplayable(f"match {number}: kills are 0 or more")


def draw(entrants: int, size: int, rounds: int = 1, how: Grouping = Grouping.SNAKE) -> Draw:
    """Lobbies of 3 to `size` (64 at most), each of which plays so many matches; standings say who is where.

    Raises ValueError.
    """
    if not SMALLEST <= size <= LARGEST:
        raise ValueError(f"a match of many has {SMALLEST} to {LARGEST} entrants")
    sheet = Sheet()
    there = lobbies(entrants, size, how)
    if any(len(members) < SMALLEST for members in there):
        raise ValueError(f"where many meet there are {SMALLEST} at least, also in the smallest lobby")
    for number in range(1, rounds + 1):
        for lobby, members in enumerate(there):
            name = name_of(lobby) if len(there) > 1 else "main"
            sheet.add(name, number, [Source("seed", seed) for seed in members])
    return sheet.draw(entrants, (), lambda pairing, _, __: _name(len(there), pairing))


def _name(count: int, pairing: Pairing) -> str:
    match = f"match {pairing.round}"
    return f"G{pairing.bracket[1:]}, {match}" if count > 1 else match.capitalize()
