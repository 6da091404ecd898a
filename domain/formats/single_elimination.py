"""Single elimination for 2 to 4,096 entrants: who loses is out, or plays for third place."""

import msgspec

from domain.seeding import standard_order

LARGEST = 4096
NAMES = {2: "Final", 4: "Semi-final", 8: "Quarter-final"}


class Source(msgspec.Struct, frozen=True):
    """Where a side comes from: `kind` is seed, winner or loser; `number` that seed or match."""

    kind: str
    number: int


class DrawnMatch(msgspec.Struct, frozen=True):
    """One match of a draw.

    `winner_to` and `loser_to` are [match number, side]; `winner_place` and `loser_place` are the shared rank
    [lowest, highest] of whoever ends here.
    """

    number: int
    round: int
    name: str
    sides: list[Source]
    winner_to: list[int] | None
    loser_to: list[int] | None
    winner_place: list[int] | None
    loser_place: list[int] | None


class Draw(msgspec.Struct, frozen=True):
    """A whole draw, matches in the order they can be played."""

    entrants: int
    rounds: int
    matches: list[DrawnMatch]


def draw(entrants: int, *, third_place: bool = False) -> Draw:
    """Draw `entrants` seeds by the standard order; the top seeds have the byes.

    A bye is no match: the seed stands in round 2 at once. The third-place match exists where both semi-finals
    do (four entrants or more). Raises ValueError outside 2 to 4,096.
    """
    if not 2 <= entrants <= LARGEST:
        raise ValueError(f"a draw has 2 to {LARGEST:,} entrants")
    size = 1 << (entrants - 1).bit_length()
    rounds = size.bit_length() - 1
    line: list[Source | None] = [
        Source("seed", seed) if seed <= entrants else None for seed in standard_order(size)
    ]
    pairings: list[tuple[int, list[Source]]] = []
    for round_number in range(1, rounds + 1):
        line = _play_round(line, round_number, pairings)
    semis = [index + 1 for index, (round_number, _) in enumerate(pairings) if round_number == rounds - 1]
    third = third_place and entrants >= 4
    if third:
        pairings.insert(-1, (rounds, [Source("loser", number) for number in semis]))
    return Draw(entrants=entrants, rounds=rounds, matches=_matches(entrants, rounds, pairings, third))


def _play_round(
    line: list[Source | None], round_number: int, pairings: list[tuple[int, list[Source]]]
) -> list[Source | None]:
    through: list[Source | None] = []
    for first, second in zip(line[::2], line[1::2], strict=True):
        if first is None or second is None:
            through.append(first or second)
        else:
            pairings.append((round_number, [first, second]))
            through.append(Source("winner", len(pairings)))
    return through


def _matches(
    entrants: int, rounds: int, pairings: list[tuple[int, list[Source]]], third: bool
) -> list[DrawnMatch]:
    targets: dict[tuple[str, int], list[int]] = {}
    for index, (_, sides) in enumerate(pairings):
        for side, source in enumerate(sides):
            targets[source.kind, source.number] = [index + 1, side]
    counts: dict[int, int] = {}
    matches: list[DrawnMatch] = []
    for index, (round_number, sides) in enumerate(pairings):
        number = index + 1
        is_third = third and number == len(pairings) - 1
        counts[round_number] = counts.get(round_number, 0) + 1
        loser_to = targets.get(("loser", number))
        matches.append(
            DrawnMatch(
                number=number,
                round=round_number,
                name="Third-place match" if is_third else _name(rounds, round_number, counts[round_number]),
                sides=sides,
                winner_to=targets.get(("winner", number)),
                loser_to=loser_to,
                winner_place=[3, 3] if is_third else ([1, 1] if number == len(pairings) else None),
                loser_place=[4, 4]
                if is_third
                else (None if loser_to else _loser_place(entrants, rounds, round_number)),
            )
        )
    return matches


def _loser_place(entrants: int, rounds: int, round_number: int) -> list[int]:
    still_in = 1 << (rounds - round_number)
    return [still_in + 1, min(2 * still_in, entrants)]


def _name(rounds: int, round_number: int, count: int) -> str:
    field = 1 << (rounds - round_number + 1)
    if field == 2:
        return "Final"
    return f"{NAMES.get(field, f'Round of {field}, match')} {count}"
