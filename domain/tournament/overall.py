"""Everyone's place in a tournament of several stages."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from domain.formats.stages import Stage

E = TypeVar("E", bound=Hashable)


def overall(
    stages: Sequence[Stage],
    members: Mapping[int, Sequence[E]],
    placed: Mapping[int, Mapping[E, tuple[int, int]]],
) -> list[tuple[E, int, int]]:
    """Everyone's place (entrant, low, high) that is certain, the best first.

    `members` are who is in each stage that is drawn, `placed` the places certain in each. Whoever went
    further is better: the stages furthest from the start come first, of those equally far the first one
    listed. Everybody has the place of the last stage they were in, after all who are in better ones; nothing
    is certain before those are drawn.
    """
    far: dict[int, int] = {}
    for number, stage in enumerate(stages, 1):
        far[number] = 1 + max((far.get(source.stage, 0) for source in stage.sources), default=0)
    better: dict[E, None] = {}
    found: list[tuple[E, int, int]] = []
    for number in sorted(far, key=lambda number: (-far[number], number)):
        if number not in members:
            break
        places = placed.get(number, {})
        gone = sorted(places[one][0] for one in members[number] if one in better and one in places)
        for one, (low, high) in sorted(places.items(), key=lambda item: item[1]):
            if one not in better:
                before, level = bisect_left(gone, low), bisect_right(gone, low)
                found.append((one, len(better) + low - before, len(better) + high - level))
        better.update(dict.fromkeys(members[number]))
    return found
