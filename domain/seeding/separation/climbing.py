"""One exchange after another that keeps labels apart for longer, and back what need not have moved."""

from collections import Counter

from domain.seeding.separation.arrangement import Arrangement
from domain.seeding.separation.meetings import tier

EFFORT = 250_000
"""Labels weighed in all, some two for an exchange: a second or two."""


class Climb:
    """A search that only ever improves the arrangement, and ends after so much effort."""

    def __init__(self, arrangement: Arrangement, effort: int = EFFORT) -> None:
        self.arrangement = arrangement
        self.left = effort
        carriers = Counter(label for labels in arrangement.labels for label in labels)
        self._carriers = dict(sorted(carriers.items()))

    def crowded(self) -> bool:
        """Thin out what holds more of a label than its share, early rounds first; whether that helped."""
        helped = False
        effort, self.left = self.left, 0
        for level in range(1, self.arrangement.last + 1):
            self.left += effort // self.arrangement.last
            for node in range(self.arrangement.size >> level, self.arrangement.size >> level << 1):
                while self.left > 0 and self._thinned(node, level):
                    helped = True
        return helped

    def everyone(self) -> bool:
        """Try every exchange there is, once; whether any helped."""
        helped = False
        for seed in range(2, len(self.arrangement.labels) + 1):
            for level in range(self.arrangement.depth - tier(seed) + 1):
                helped |= self._improved(seed, level)
        return helped

    def home(self) -> None:
        """Give entrants their own seed again where that does no harm."""
        leaf = self.arrangement.leaf
        moved = True
        while moved:
            moved = False
            for seed in range(1, len(self.arrangement.labels) + 1):
                own = leaf[self.arrangement.held[leaf[seed]] + 1]
                if own != leaf[seed] and self.arrangement.change(leaf[seed], own) <= 0:
                    self.arrangement.exchange(leaf[seed], own)
                    moved = True

    def _thinned(self, node: int, level: int) -> bool:
        """Whether an exchange helped that concerns a label of which the node has more than its share."""
        nodes = self.arrangement.size >> level
        halves = [self.arrangement.inside[half] for half in (2 * node, 2 * node + 1)]
        crowd = [
            label
            for label, count in self.arrangement.inside[node].items()
            if count > -(-self._carriers[label] // nodes) and all(half.get(label) for half in halves)
        ]
        return any(self._improved(*move) for move in self._moves(node, level, crowd))

    def _moves(self, node: int, level: int, crowd: list[int]) -> list[tuple[int, int]]:
        """Seeds that lead what carries such a label inside the node, with the level: few before many."""
        found: list[tuple[int, int]] = []
        nodes = [node]
        for below in reversed(range(level)):
            halves = [half for parent in nodes for half in (2 * parent, 2 * parent + 1)]
            nodes = [half for half in halves if any(map(self.arrangement.inside[half].get, crowd))]
            found += [(self.arrangement.leader[half], below) for half in nodes]
        return sorted(found, key=lambda move: (move[1], -move[0]))

    def _improved(self, seed: int, level: int) -> bool:
        """Whether an exchange of that seed's node helped: the nearest that does is made."""
        for one, other in self.arrangement.exchanges(seed, level):
            if self.left <= 0:
                return False
            self.left -= 1 + len(self.arrangement.inside[one]) // 2
            if self.arrangement.change(one, other) < 0:
                self.arrangement.exchange(one, other)
                return True
        return False
