"""A draw: matches, where each side comes from, where each result leads, and who ends on which place."""

from collections.abc import Callable, Iterable, Sequence

import msgspec


class Source(msgspec.Struct, frozen=True, gc=False):
    """Where a side comes from: `kind` is seed, winner or loser; `number` that seed or match."""

    kind: str
    number: int


class DrawnMatch(msgspec.Struct, frozen=True, gc=False):
    """One match of a draw.

    `winner_to` and `loser_to` are [match number, side]; `winner_place` and `loser_place` are the shared rank
    [lowest, highest] of whoever ends here. `bracket` is the part of the draw it belongs to. A match that is
    `if_needed` is played only where the one it comes `after` was won by its second side. `best_of` is None
    where it is that of the whole stage.
    """

    number: int
    round: int
    name: str
    sides: list[Source]
    winner_to: list[int] | None
    loser_to: list[int] | None
    winner_place: list[int] | None
    loser_place: list[int] | None
    bracket: str = "main"
    if_needed: bool = False
    after: int | None = None
    best_of: int | None = None


class Draw(msgspec.Struct, frozen=True):
    """A whole draw, matches in the order they can be played."""

    entrants: int
    rounds: int
    matches: list[DrawnMatch]


def renumbered(matches: Iterable[DrawnMatch], before: int) -> list[DrawnMatch]:
    """The same draw after `before` other matches."""
    if not before:
        return list(matches)
    return [numbered(match, lambda number: number + before) for match in matches]


def numbered(match: DrawnMatch, of: Callable[[int], int]) -> DrawnMatch:
    """The same match, it and those beside it under the numbers `of` theirs."""

    def to(target: list[int] | None) -> list[int] | None:
        return None if target is None else [of(target[0]), target[1]]

    return msgspec.structs.replace(
        match,
        number=of(match.number),
        sides=[side if side.kind == "seed" else Source(side.kind, of(side.number)) for side in match.sides],
        winner_to=to(match.winner_to),
        loser_to=to(match.loser_to),
        after=None if match.after is None else of(match.after),
    )


Slot = Source | None
"""Who stands there; nobody where a slot is empty."""
Line = list[Slot]
"""Slots from the top down, two of which make a match."""
ByMatch = dict[str, list[list[int] | None]]
"""Of winners and of losers, something by the number of the match."""


class Pairing(msgspec.Struct, gc=False):
    """A match before it is known where it leads."""

    bracket: str
    round: int
    sides: list[Source]
    after: int | None = None


class Sheet:
    """A draw while it is drawn: matches come in the order they can be played."""

    def __init__(self) -> None:
        self.pairings: list[Pairing] = []

    def add(self, bracket: str, round_number: int, sides: Sequence[Source], after: int | None = None) -> int:
        """A match; its number."""
        self.pairings.append(Pairing(bracket, round_number, list(sides), after))
        return len(self.pairings)

    def play(self, bracket: str, round_number: int, line: Line) -> tuple[Line, Line]:
        """A round of a line: who goes through, and who loses.

        A bye is no match: whoever stands beside an empty slot goes through, and nobody loses.
        """
        through: Line = []
        losers: Line = []
        for first, second in zip(line[::2], line[1::2], strict=True):
            if first is None or second is None:
                through.append(first or second)
                losers.append(None)
            else:
                number = self.add(bracket, round_number, (first, second))
                through.append(Source("winner", number))
                losers.append(Source("loser", number))
        return through, losers

    def draw(
        self, entrants: int, ranked: Iterable[Sequence[Source]], name: Callable[[Pairing, int, int], str]
    ) -> Draw:
        """The draw.

        `ranked` are those who end there, from the best to the worst; each group of them shares its ranks.
        `name` makes a name of a match, its number within its round (from 1), and the matches of that round.
        """
        to, places = self._targets(), self._places(ranked)
        sizes: dict[tuple[str, int], int] = {}
        for pairing in self.pairings:
            key = pairing.bracket, pairing.round
            sizes[key] = sizes.get(key, 0) + 1
        counts: dict[tuple[str, int], int] = {}
        matches = []
        for number, pairing in enumerate(self.pairings, 1):
            key = pairing.bracket, pairing.round
            counts[key] = counts.get(key, 0) + 1
            ends = pairing.after or number  # who plays it again plays for the same places
            matches.append(
                DrawnMatch(
                    number=number,
                    round=pairing.round,
                    name=name(pairing, counts[key], sizes[key]),
                    sides=pairing.sides,
                    winner_to=to["winner"][number],
                    loser_to=to["loser"][number],
                    winner_place=places["winner"][ends],
                    loser_place=places["loser"][ends],
                    bracket=pairing.bracket,
                    if_needed=pairing.after is not None,
                    after=pairing.after,
                )
            )
        return Draw(entrants, max((pairing.round for pairing in self.pairings), default=0), matches)

    def _targets(self) -> ByMatch:
        """Where winners and losers go: match and side."""
        found = self._nowhere()
        for number, pairing in enumerate(self.pairings, 1):
            if pairing.after is None:
                for side, source in enumerate(pairing.sides):
                    if source.kind != "seed":
                        found[source.kind][source.number] = [number, side]
        return found

    def _places(self, ranked: Iterable[Sequence[Source]]) -> ByMatch:
        """The first and the last rank of winners and losers that go nowhere."""
        found = self._nowhere()
        before = 0
        for group in ranked:
            rank = [before + 1, before + len(group)]
            for source in group:
                found[source.kind][source.number] = rank
            before += len(group)
        return found

    def _nowhere(self) -> ByMatch:
        return {kind: [None] * (len(self.pairings) + 1) for kind in ("winner", "loser")}
