"""Round robin: everyone meets everyone, once or more often, alone or in groups."""

from collections.abc import Sequence
from enum import StrEnum

from domain.formats.draw import Draw, Pairing, Sheet, Source

LARGEST = 256
Pair = tuple[int, int]


class Grouping(StrEnum):
    """How seeds are dealt to groups."""

    EFFORT = "effort"
    """1 3 5 7 and 2 4 6 8: in turn, the first group first."""
    SNAKE = "snake"
    """1 4 5 8 and 2 3 6 7: back and forth, so that the sums are even."""


def rounds(entrants: int, cycles: int = 1) -> list[list[Pair]]:
    """The pairs of each round by Berger's table (FIDE C.05 Annex 1), first side first.

    With an odd number one rests in each round. Every second cycle has the sides the other way round. Raises
    ValueError outside 2 to 256 and for less than one cycle.
    """
    if not 2 <= entrants <= LARGEST or cycles < 1:
        raise ValueError(f"a round robin has 2 to {LARGEST} entrants and a cycle at least")
    size = entrants + entrants % 2
    once = [_round(size, number) for number in range(size - 1)]
    played = [[pair for pair in pairs if max(pair) <= entrants] for pairs in once]
    mirrored = [[(second, first) for first, second in pairs] for pairs in played]
    return [pairs for cycle in range(cycles) for pairs in (mirrored if cycle % 2 else played)]


def _round(size: int, number: int) -> list[Pair]:
    """The last one stays and changes sides, the others turn: 1-6 2-5 3-4, then 6-4 5-3 1-2."""
    turn = size - 1
    first = number * (size // 2) % turn
    pairs = [((first + place) % turn + 1, (first - place) % turn + 1) for place in range(1, size // 2)]
    fixed = (size, first + 1) if number % 2 else (first + 1, size)
    return [fixed, *pairs]


def groups(entrants: int, count: int, how: Grouping = Grouping.SNAKE) -> list[list[int]]:
    """The seeds of each group, the best first; groups differ by one at most.

    Seeds 1 and 2 are never in one group. Raises ValueError where a group would have fewer than two.
    """
    if count < 1 or entrants < 2 * count:
        raise ValueError("a group has two entrants at least")
    dealt: list[list[int]] = [[] for _ in range(count)]
    for seed in range(entrants):
        turn, place = divmod(seed, count)
        back = how is Grouping.SNAKE and turn % 2
        dealt[count - 1 - place if back else place].append(seed + 1)
    return dealt


def draw(entrants: int, *, cycles: int = 1, count: int = 1, how: Grouping = Grouping.SNAKE) -> Draw:
    """Every match of every group, round by round; who ends where is for the standings to say."""
    tables = [(members, rounds(len(members), cycles)) for members in groups(entrants, count, how)]
    sheet = Sheet()
    for number in range(max(len(table) for _, table in tables)):
        for group, (members, table) in enumerate(tables):
            for pair in table[number] if number < len(table) else ():
                sheet.add(name_of(group) if count > 1 else "main", number + 1, _sides(members, pair))
    return sheet.draw(entrants, (), _name)


def name_of(group: int) -> str:
    """A, B … Z, AA, AB …"""
    name = ""
    group += 1
    while group:
        group, letter = divmod(group - 1, 26)
        name = chr(ord("A") + letter) + name
    return f"group {name}"


def _sides(members: Sequence[int], pair: Pair) -> list[Source]:
    return [Source("seed", members[place - 1]) for place in pair]


def _name(pairing: Pairing, match: int, _: int) -> str:
    return name_of_match(pairing.bracket, pairing.round, match)


def name_of_match(bracket: str, round: int, match: int) -> str:
    """Of a match of a group, or of everyone's, by its number within the round."""
    name = f"round {round}, match {match}"
    return name.capitalize() if bracket == "main" else f"G{bracket[1:]}, {name}"
