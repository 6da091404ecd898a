"""Who has which seed of a standard draw, and how often labels meet in each round of it."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from domain.seeding.orders import standard_order
from domain.seeding.separation.meetings import tier

T = TypeVar("T")
Labels = Sequence[frozenset[int]]


class Arrangement:
    """A draw as a tree: node 1 is the final, the children of node n are 2n and 2n + 1, leaves are slots.

    Entrants and labels are numbers from 0, seeds count from 1. A node of level r covers 2^r slots, and its
    two halves meet in round r. Rounds after `last` do not count.
    """

    def __init__(self, holders: Sequence[int], labels: Labels, last: int) -> None:
        self.labels = labels
        self.last = last
        self.depth = (len(holders) - 1).bit_length()
        self.size = 1 << self.depth
        order = standard_order(self.size)
        self.leaf = {seed: self.size + slot for slot, seed in enumerate(order)}
        self.held = [-1] * (2 * self.size)
        self.inside: list[dict[int, int]] = [{} for _ in range(2 * self.size)]
        self.leader = [0] * self.size + order
        for node in range(self.size - 1, 0, -1):
            self.leader[node] = min(self.leader[2 * node : 2 * node + 2])
        self._shape = self._shapes(order, len(holders))
        for seed, entrant in enumerate(holders, 1):
            self.held[self.leaf[seed]] = entrant
            self._count(self.leaf[seed], dict.fromkeys(sorted(labels[entrant]), 1), 1)

    @property
    def holders(self) -> list[int]:
        """The entrants by seed."""
        return [self.held[self.leaf[seed]] for seed in range(1, len(self.labels) + 1)]

    def node(self, seed: int, level: int) -> int:
        """The node of `level` above a seed."""
        return self.leaf[seed] >> level

    def clash(self, one: int, other: int) -> bool:
        """Whether two leaves share a label."""
        first, second = self.held[one], self.held[other]
        return first >= 0 and second >= 0 and not self.labels[first].isdisjoint(self.labels[second])

    def exchanges(self, seed: int, level: int) -> Iterator[tuple[int, int]]:
        """Pairs of nodes that may change places with what is in them, `seed` leading one: the nearest first.

        Both are led by seeds of one tier, so all that is below stays in its tier; byes stay where they are.
        """
        rank = tier(seed)
        lowest, highest = (1 << rank >> 1) + 1, min(1 << rank, len(self.labels))
        own = self.node(seed, level)
        for distance in range(1, highest - lowest + 1):
            for other in (seed - distance, seed + distance):
                if lowest <= other <= highest:
                    node = self.node(other, level)
                    if self._shape[node] == self._shape[own]:
                        yield own, node

    def change(self, one: int, other: int) -> int:
        """How many more shared labels meet if the nodes change places, in the first round that differs.

        Of the first round, pairs that share any count before labels do. 0 where nothing differs.
        """
        more = self._differing(one, other)
        if not more:
            return 0
        number = self.depth - one.bit_length() + 2
        if number == 1 and (pairs := self._pairs(one, other)):
            return pairs
        inside = self.inside
        while number <= self.last:
            if one ^ 1 == other:
                here, there = inside[one], inside[other]
                return sum([d * (here.get(label, 0) - there.get(label, 0) - d) for label, d in more])
            here, there = inside[one ^ 1], inside[other ^ 1]
            total = sum([d * (there.get(label, 0) - here.get(label, 0)) for label, d in more])
            if total:
                return total
            one, other, number = one >> 1, other >> 1, number + 1
        return 0

    def exchange(self, one: int, other: int) -> None:
        """The nodes change places with all that is in them."""
        before = self.inside[one], self.inside[other]
        above = one >> 1, other >> 1
        width = 1
        while one < 2 * self.size:
            _swap(self.held, one, other, width)
            _swap(self.inside, one, other, width)
            one, other, width = 2 * one, 2 * other, 2 * width
        for node, (gained, lost) in zip(above, (before[::-1], before), strict=True):
            self._count(node, gained, 1)
            self._count(node, lost, -1)

    def _count(self, node: int, labels: dict[int, int], sign: int) -> None:
        while node:
            here = self.inside[node]
            for label, count in labels.items():
                here[label] = here.get(label, 0) + sign * count
                if not here[label]:
                    del here[label]
            node >>= 1

    def _differing(self, one: int, other: int) -> list[tuple[int, int]]:
        here, there = self.inside[one], self.inside[other]
        more = [(label, count - there.get(label, 0)) for label, count in here.items()]
        more += [(label, -count) for label, count in there.items() if label not in here]
        return [(label, d) for label, d in more if d]

    def _pairs(self, one: int, other: int) -> int:
        if one ^ 1 == other:
            return 0
        before = self.clash(one, one ^ 1) + self.clash(other, other ^ 1)
        return self.clash(one, other ^ 1) + self.clash(other, one ^ 1) - before

    def _shapes(self, order: Sequence[int], entrants: int) -> list[int]:
        """A number by node, the same where byes lie alike."""
        numbers: dict[tuple[int, int], int] = {}
        shape = [0] * self.size + [1 if seed <= entrants else 0 for seed in order]
        for node in range(self.size - 1, 0, -1):
            shape[node] = numbers.setdefault((shape[2 * node], shape[2 * node + 1]), len(numbers) + 2)
        return shape


def _swap(values: list[T], one: int, other: int, width: int) -> None:
    here, there = slice(one, one + width), slice(other, other + width)
    values[here], values[there] = values[there], values[here]
