"""Who comes to a knock-out from one group is seeded there so as to meet the others of it late."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from domain.formats.stages import Stage
from domain.seeding.separation.separation import LARGEST, separated

E = TypeVar("E", bound=Hashable)


def keeps_apart(stage: Stage) -> bool:
    """Whether its seeds decide who can meet when: the draw is in the standard order, and everyone plays."""
    double = stage.format == "double-elimination" and not stage.skip_first_round
    return double or stage.format == "single-elimination"


def mates_apart(stage: Stage, comers: Sequence[E], groups: Mapping[E, str]) -> list[E]:
    """Who comes to a stage, from seed 1 on, those of one group as far apart as `separated` can have them.

    As they come where the stage is no such knock-out, has an order of its own (`crossed`), or takes from one
    group alone. Raises nothing.
    """
    known = {one: [groups[one]] for one in comers if one in groups}
    ranked = all(source.order == "ranked" for source in stage.sources)
    several = len({label for labels in known.values() for label in labels}) > 1
    if not (ranked and several and keeps_apart(stage) and len(comers) <= LARGEST):
        return list(comers)
    return separated(comers, known).seeds
