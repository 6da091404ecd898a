"""The best of all orders there are, for a draw small enough to try each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, permutations, product

from domain.seeding.separation.arrangement import Labels
from domain.seeding.separation.meetings import first_meeting, tier

LARGEST = 12
"""1,152 orders; with 13 entrants there are 5,760, with 16 two million."""

Cost = tuple[list[int], int, int, Sequence[int]]


def best_order(labels: Labels, last: int) -> list[int]:
    """Entrants by seed, of all orders within tiers the first by `cost`."""
    return min(orders(len(labels)), key=lambda holders: cost(holders, labels, last))


def orders(entrants: int) -> Iterator[list[int]]:
    """Every order in which each keeps to a tier of seeds."""
    tiers = [list(group) for _, group in groupby(range(entrants), key=lambda entrant: tier(entrant + 1))]
    for parts in product(*map(permutations, tiers)):
        yield [entrant for part in parts for entrant in part]


def cost(holders: Sequence[int], labels: Labels, last: int) -> Cost:
    """What an order is judged by, less is better: who meets when, how many moved, how far, the order itself.

    Who meets: pairs with a label in common in round 1, then labels in common in round 1, 2 and on to `last`.
    """
    size = 1 << (len(holders) - 1).bit_length()
    met: Counter[int] = Counter()
    for (seed, one), (worse, other) in combinations(enumerate(holders, 1), 2):
        if shared := len(labels[one] & labels[other]):
            number = first_meeting(size, seed, worse)
            met[number] += shared
            met[0] += number == 1
    moved = [abs(entrant - place) for place, entrant in enumerate(holders)]
    return [met[number] for number in range(last + 1)], sum(map(bool, moved)), sum(moved), holders
