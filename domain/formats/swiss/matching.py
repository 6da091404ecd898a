"""The cheapest way to make pairs of a whole line, by maximum-weight matching over likely opponents first."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice

import rustworkx

May = Callable[[int, int], bool]
Pairs = list[tuple[int, int]]

EXACT = 200
"""Up to here every pair is a candidate; beyond, everyone's nearest opponents, and more if need be."""
NEAR = 32


def cheapest(nodes: int, edges: Iterable[tuple[int, int, int]]) -> Pairs | None:
    """Pairs of all nodes, lower number first, with the least sum of costs; None where that leaves one over.

    `edges` are (node, node, cost). The costs are whole numbers of any size below 2^120, so that a rule that
    comes first is simply dearer than all that come after it. Edges in the same order give the same pairs.
    """
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from([(one, other, -cost) for one, other, cost in edges])
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    if 2 * len(found) < nodes:
        return None
    return sorted((min(pair), max(pair)) for pair in found)


def widths(size: int) -> Iterator[int]:
    """How many nearest opponents to try for each of a line of `size`: more and more, at last all."""
    width = NEAR if size > EXACT else size
    while width < size:
        yield width
        width *= 4
    yield size


def candidates(size: int, centres: Callable[[int], Collection[int]], may: May, width: int) -> Pairs:
    """Pairs of places in a line: each with the `width` nearest to its centres that it may meet, in order.

    Everyone has candidates while there is anyone to meet, however far away.
    """
    if width >= size:
        return [(one, other) for one in range(size) for other in range(one + 1, size) if may(one, other)]
    found: set[tuple[int, int]] = set()
    for one in range(size):
        for centre in centres(one):
            allowed = (other for other in _outward(centre, size) if may(one, other))
            found.update((min(one, other), max(one, other)) for other in islice(allowed, width))
    return sorted(found)


def _outward(centre: int, size: int) -> Iterator[int]:
    """The centre, then what is beside it, further and further out."""
    for distance in range(size):
        if centre + distance < size:
            yield centre + distance
        if distance and centre - distance >= 0:
            yield centre - distance
