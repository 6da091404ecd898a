"""Draws played to their end, and what may be asked of any of them."""

from collections import defaultdict
from collections.abc import Callable
from random import Random

from domain.formats.draw import Draw, DrawnMatch, Source

Decide = Callable[[DrawnMatch, int, int], int]


class Evening:
    """Every match of a draw decided: who met whom in which, who was beaten how often, and their places."""

    def __init__(self, drawn: Draw, decide: Decide) -> None:
        """`decide` says which side (0, 1) wins, given the match and its two entrants."""
        self.met: dict[int, tuple[int, int]] = {}
        self.winner: dict[int, int] = {}
        self.beaten: dict[int, int] = defaultdict(int)
        self.places: dict[int, list[int]] = {}
        self._known = {Source("seed", seed): seed for seed in range(1, drawn.entrants + 1)}
        again = {match.after for match in drawn.matches if match.after}
        for match in drawn.matches:
            first, second = (self._known[side] for side in match.sides)
            if match.after and self.winner[match.after] == self._known[match.sides[0]]:
                raise AssertionError("the winner of the first match is the second side of the next")
            if match.after and not self._lost_the_first(drawn, match):
                continue
            won = decide(match, first, second)
            self._settle(match, (first, second), won, last=match.number not in again or won == 0)

    def _lost_the_first(self, drawn: Draw, match: DrawnMatch) -> bool:
        """Whether whoever came unbeaten was beaten, so that both have lost once."""
        assert match.after is not None
        before = drawn.matches[match.after - 1]
        return self.winner[match.after] == self._known[before.sides[1]]

    def _settle(self, match: DrawnMatch, sides: tuple[int, int], won: int, *, last: bool) -> None:
        winner, loser = sides[won], sides[1 - won]
        self.met[match.number], self.winner[match.number] = sides, winner
        self.beaten[loser] += 1
        self._known[Source("winner", match.number)] = winner
        self._known[Source("loser", match.number)] = loser
        for entrant, place in ((winner, match.winner_place), (loser, match.loser_place)):
            if place is not None and last:
                assert entrant not in self.places
                self.places[entrant] = place


def by_chance(seed: int) -> Decide:
    """A coin."""
    random = Random(seed)
    return lambda *_: random.randrange(2)


def complete(places: dict[int, list[int]], entrants: int) -> bool:
    """Whether everyone has a place, and those who share one are as many as it says."""
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for low, high in places.values():
        shared[low, high] += 1
    covered = [rank for low, high in shared for rank in range(low, high + 1)]
    return (
        len(places) == entrants
        and sorted(covered) == list(range(1, entrants + 1))
        and all(count == high - low + 1 for (low, high), count in shared.items())
    )
