"""Entrants who share a label meet as late as seeding allows, and what still comes too early is told."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations, groupby
from typing import Generic, TypeVar

import msgspec

from domain.seeding.orders import standard_order
from domain.seeding.separation.arrangement import Arrangement, Labels
from domain.seeding.separation.climbing import Climb
from domain.seeding.separation.every_order import LARGEST as SMALL
from domain.seeding.separation.every_order import best_order
from domain.seeding.separation.first_round import FirstRound

LARGEST = 4096
THOROUGH = 512

E = TypeVar("E", bound=Hashable)


class Conflict(msgspec.Struct, Generic[E], frozen=True):
    """Two who share a label and can meet in `round`, earlier than so many of that label need to."""

    entrant: E
    """The better seed of the two."""
    other: E
    label: str
    round: int


class Separation(msgspec.Struct, Generic[E], frozen=True):
    """Entrants by seed, and what could not be kept apart."""

    seeds: list[E]
    conflicts: list[Conflict[E]]


def separated(
    seeds: Sequence[E], groups: Mapping[E, Sequence[str]], rounds: int | None = None
) -> Separation[E]:
    """The seeds, some changed for others of their tier, so that who shares a label meets as late as possible.

    `seeds` are 2 to 4,096 entrants from seed 1, drawn in the standard order of a single elimination with byes
    for the top seeds. `groups` has any number of labels for an entrant: a club, a region, the group they come
    from, or a label that two recent opponents have alone; whoever is not in it has none. Tiers are seed 1, 2,
    3-4, 5-8, 9-16 and so on. With `rounds`, only meetings in so many first rounds are looked at.

    An order is better than another when fewer pairs that share a label meet in round 1, then fewer shared
    labels, then fewer of them in round 2, 3 and so on; then when fewer moved, and moved less far. The answer
    is always the same for the same arguments, and never worse than what came in. Beyond that:

    - up to 12 entrants it is the best order there is;
    - of any size, no order within the tiers has fewer first-round pairs that share a label;
    - up to 512 entrants the search goes on until it knows of no better exchange of two entrants, or of two
      parts of the draw led by seeds of one tier; beyond, it looks only at parts that hold more of a label
      than an even spread would give them. It stops after some hundred thousand tries in any case.

    Raises ValueError for another number of entrants, for one that is there twice and for less than one round.
    """
    last = _checked(seeds, rounds)
    labels = _numbered(seeds, groups)
    holders = list(range(len(seeds)))
    if len(seeds) <= SMALL:
        holders = best_order(labels, last)
    elif any(labels):
        holders = _searched(holders, labels, last)
    order = [seeds[holder] for holder in holders]
    return Separation(order, conflicts(order, groups, rounds))


def conflicts(
    seeds: Sequence[E], groups: Mapping[E, Sequence[str]], rounds: int | None = None
) -> list[Conflict[E]]:
    """Pairs that share a label and can meet too early in the draw of these seeds, by round, then by seed.

    Two of a label can be kept apart to the final, three or four to the semi-finals, up to 2^k to the round
    with 2^k left: every pair that can meet earlier is told, and every first round, also where there are too
    many to avoid it. A pair that shares two labels is told for each. Raises ValueError as `separated` does.
    """
    last = _checked(seeds, rounds)
    size = 1 << (len(seeds) - 1).bit_length()
    slot = {seed: number for number, seed in enumerate(standard_order(size))}
    carriers: dict[str, list[int]] = {}
    for seed, entrant in enumerate(seeds, 1):
        for label in dict.fromkeys(groups.get(entrant, ())):
            carriers.setdefault(label, []).append(seed)
    found = sorted(
        (number, seed, other, label)
        for label, those in carriers.items()
        for number, seed, other in _early(those, slot, size)
        if number <= last
    )
    return [
        Conflict(seeds[seed - 1], seeds[other - 1], label, number) for number, seed, other, label in found
    ]


def _early(carriers: list[int], slot: Mapping[int, int], size: int) -> Iterator[tuple[int, int, int]]:
    """Round, seed and seed of those who share a part of the draw that is small enough for one of them."""
    parts = 1 << (len(carriers) - 1).bit_length()
    part = max(2, size // parts)
    for _, those in groupby(sorted(carriers, key=slot.__getitem__), key=lambda seed: slot[seed] // part):
        for seed, other in combinations(sorted(those), 2):
            yield (slot[seed] ^ slot[other]).bit_length(), seed, other


def _searched(holders: list[int], labels: Labels, last: int) -> list[int]:
    """Climb, pair the first round anew where that left too many clashes, and climb from there."""
    climb = Climb(Arrangement(holders, labels, last))
    climb.crowded()
    first = FirstRound(climb.arrangement.holders, labels)
    if first.fewer():
        climb = Climb(Arrangement(first.holders, labels, last))
        climb.crowded()
    climb.home()
    while len(holders) <= THOROUGH and climb.everyone():
        climb.home()
    return climb.arrangement.holders


def _checked(seeds: Sequence[E], rounds: int | None) -> int:
    """The last round that counts."""
    if not 2 <= len(seeds) <= LARGEST:
        raise ValueError(f"a draw has 2 to {LARGEST:,} entrants")
    if len(set(seeds)) < len(seeds):
        raise ValueError("an entrant has one seed")
    if rounds is not None and rounds < 1:
        raise ValueError("entrants are kept apart for one round or more")
    depth = (len(seeds) - 1).bit_length()
    return depth if rounds is None else min(rounds, depth)


def _numbered(seeds: Sequence[E], groups: Mapping[E, Sequence[str]]) -> Labels:
    """Labels as numbers in order of the seeds, without those that only one has."""
    carriers: dict[str, list[int]] = {}
    for place, entrant in enumerate(seeds):
        for label in dict.fromkeys(groups.get(entrant, ())):
            carriers.setdefault(label, []).append(place)
    labels: list[set[int]] = [set() for _ in seeds]
    for number, places in enumerate(carriers.values()):
        for place in places if len(places) > 1 else []:
            labels[place].add(number)
    return [frozenset(those) for those in labels]
