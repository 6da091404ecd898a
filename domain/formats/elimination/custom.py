"""A bracket as somebody drew it: any matches, as long as they can be played and everyone gets a place."""

from collections.abc import Sequence

import msgspec

from domain.formats.draw import Draw, Sheet, Source


class Wish(msgspec.Struct, frozen=True):
    """A match as it was asked for, its sides seeds or the winner or loser of a match above it."""

    sides: list[Source]
    name: str = ""
    bracket: str = "main"
    round: int = 1


class Unplayable(ValueError):
    """Names the match, from 1, that cannot be played as asked, and why."""

    def __init__(self, match: int, problem: str) -> None:
        super().__init__(f"match {match}: {problem}")
        self.match = match
        self.problem = problem


def draw(entrants: int, wishes: Sequence[Wish], ranked: Sequence[Sequence[Source]] = ()) -> Draw:
    """The draw asked for; `ranked` says who ends where, from the best to the worst.

    Where it is left out, whoever goes nowhere is ranked by their match, the last one first, and its winner
    before its loser. Raises Unplayable.
    """
    taken: set[Source] = set()
    sheet = Sheet()
    for number, wish in enumerate(wishes, 1):
        for source in wish.sides:
            _check(number, source, entrants, taken)
            taken.add(source)
        sheet.add(wish.bracket, wish.round, wish.sides)
    missing = {Source("seed", seed) for seed in range(1, entrants + 1)} - taken
    if missing:
        first = min(source.number for source in missing)
        raise Unplayable(len(wishes), f"seed {first} has no match by then")
    ended = [
        source
        for number in range(len(wishes), 0, -1)
        for source in (Source("winner", number), Source("loser", number))
        if source not in taken
    ]
    if ranked and sorted(map(str, ended)) != sorted(str(source) for group in ranked for source in group):
        raise Unplayable(len(wishes), "those who are ranked are not those who go nowhere")
    names = [wish.name or f"Match {number}" for number, wish in enumerate(wishes, 1)]
    return sheet.draw(entrants, ranked or [[source] for source in ended], lambda *_: names.pop(0))


def _check(number: int, source: Source, entrants: int, taken: set[Source]) -> None:
    what = f"seed {source.number}" if source.kind == "seed" else f"the {source.kind} of match {source.number}"
    if source in taken:
        raise Unplayable(number, f"{what} is elsewhere already")
    if source.kind not in ("seed", "winner", "loser"):
        raise Unplayable(number, "a side is a seed, a winner or a loser")
    if not 1 <= source.number <= (entrants if source.kind == "seed" else number - 1):
        raise Unplayable(number, f"there is no {what} by then")
