"""The stages of a tournament: how each is played, and whom it takes from the stages before it."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TypeVar

import msgspec

from domain.formats.catalogue import FORMATS, PLAYED, Choices, draw
from domain.formats.draw import DrawnMatch
from domain.formats.elimination import custom
from domain.formats.elimination.custom import Wish
from domain.formats.elimination.double_elimination import GrandFinal
from domain.formats.table import free_for_all
from domain.formats.table.round_robin import Grouping
from domain.seeding.orders import standard_order
from domain.standings.scoring import SCORINGS, Scoring
from domain.standings.tie_breaks import VALVE, steps

E = TypeVar("E", bound=Hashable)
Contradiction = tuple[str, bool, str]
MOST = 12
"""Stages of one tournament."""
MOST_MATCHES = 10_000
"""Matches of one stage: all of them come into being at once."""
ORDERS = ("ranked", "crossed")
PLACES = (12, 9, 7, 5, 4, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1)
"""Points for places where nothing else was chosen: those of the Apex Legends Global Series."""
GROUPED_BY_SIZE = ("gsl", "free-for-all")
"""Formats that have as many groups as their entrants fill."""
SYSTEMS = ("general", "valve", "dutch")


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a stage takes from an earlier one: those of these ranks, of each group where it has groups.

    `stage` counts from 1, and 0 are the tournament's entrants in the order of their seeds; `ranks` are the
    first and the last rank, both counted. `ranked` puts the first of all groups before their second;
    `crossed` draws A1-B2, C1-D2 ... in one half and B1-A2, D1-C2 ... in the other. Who shares a rank comes in
    the order of the seeds they had.
    """

    stage: int
    ranks: list[int]
    order: str = "ranked"


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """How a stage is played; what is None is as usual for its format. Without `sources` everyone is in it.

    `matches` are those of a custom bracket; on a ladder a challenge goes up `reach` places at most, and who
    wins it moves in above the other, or with `swap` changes places with them. Where many meet, at most so
    many are in a `lobby`, which plays `rounds` matches; `place_points` are for the first place and so on, and
    `kill_points` for each kill.

    `half_points` are points in halves by the names of `Scoring`, in place of those of `scoring`; with
    `again`, those whom a mini-table leaves level are compared in one of their own.
    """

    name: str = ""
    format: str = "single-elimination"
    best_of: int = 1
    third_place: bool = False
    consolation: bool = False
    placement: bool = False
    grand_final: str = "reset"
    skip_first_round: bool = False
    groups: int = 1
    grouping: str = "snake"
    cycles: int | None = None
    system: str = "general"
    rounds: int | None = None
    draws: bool | None = None
    scoring: str | None = None
    half_points: dict[str, int] = {}
    tie_breaks: list[str] = []
    again: bool = True
    matches: list[Wish] = []
    reach: int | None = None
    swap: bool = False
    lobby: int | None = None
    place_points: list[int] = []
    kill_points: int = 0
    sources: list[Intake] = []

    @property
    def is_table(self) -> bool:
        """Whether standings decide it, and not where each match leads."""
        return PLAYED[self.format].table

    @property
    def by_rounds(self) -> bool:
        """Whether each round is paired on the results of those before."""
        return self.format in ("swiss", "ladder")

    @property
    def takes_late_entries(self) -> bool:
        """Whether somebody may join while it is played, which has to be one everyone is in."""
        return self.format in JOINED and self.system != "valve" and not self.sources

    @property
    def title(self) -> str:
        """Its name, or what it is."""
        return self.name or self.format.replace("-", " ").capitalize()

    @property
    def level_games(self) -> bool:
        """Whether a match may end level."""
        return PLAYED[self.format].draws if self.draws is None else self.draws

    @property
    def points(self) -> Scoring:
        """What a match is worth."""
        of_it = SCORINGS[self.scoring or PLAYED[self.format].scoring]
        return msgspec.structs.replace(of_it, **self.half_points)

    @property
    def worth(self) -> free_for_all.Points:
        """What places and kills are worth where many meet."""
        return free_for_all.Points(tuple(self.place_points) or PLACES, self.kill_points)

    @property
    def order_of_merit(self) -> list[str]:
        """The tie-breaks, points among them."""
        return self.tie_breaks or list(VALVE if self.system == "valve" else PLAYED[self.format].tie_breaks)

    @property
    def choices(self) -> Choices:
        """What the draw of its format may choose."""
        names = set(Choices.__struct_fields__) - {"order", "grand_final", "grouping", "cycles"}
        return Choices(
            **{name: getattr(self, name) for name in names},
            grand_final=GrandFinal(self.grand_final),
            grouping=Grouping(self.grouping),
            cycles=self.cycles or PLAYED[self.format].cycles,
        )


def contradictions(stages: Sequence[Stage]) -> Iterator[Contradiction]:
    """What cannot be played as it is asked for: the field, whether it is wrong, and what it should be."""
    yield "stages", len(stages) > MOST, f"{MOST} at most"
    for index, stage in enumerate(stages):
        for field, wrong, problem in _of_stage(stage):
            yield f"stages[{index}].{field}", wrong, problem
        for number, source in enumerate(stage.sources):
            for wrong, problem in _of_source(source, index, stages):
                yield f"stages[{index}].sources[{number}]", wrong, problem
        alone = _takes_one(stage, stages[:index])
        yield f"stages[{index}].sources", alone, "they give it one entrant, and two are needed"


def _of_stage(stage: Stage) -> Iterator[Contradiction]:
    yield "format", stage.format not in PLAYED, f"one of {', '.join(PLAYED)}"
    if stage.format not in PLAYED:
        return
    known = FORMATS.get(stage.format, (frozenset[str](),))[0] | PLAYED[stage.format].own
    usual = Stage(format=stage.format)
    for name in CHOSEN:
        unchosen = getattr(stage, name) == getattr(usual, name)
        yield name, not unchosen and name not in known, f"{stage.format} has none to choose"
    yield "matches", bool(stage.matches) != (stage.format == "custom"), "those of a custom bracket"
    yield "reach", stage.reach is not None and not 1 <= stage.reach <= 256, "1 to 256"
    yield "lobby", stage.lobby is not None and not 3 <= stage.lobby <= free_for_all.LARGEST, "3 to 64"
    yield "grand_final", stage.grand_final not in list(GrandFinal), "none, single or reset"
    yield "grouping", stage.grouping not in list(Grouping), "effort or snake"
    yield "system", stage.system not in SYSTEMS, f"one of {', '.join(SYSTEMS)}"
    yield "best_of", stage.best_of < 1, "a game at least"
    yield (
        "best_of",
        stage.best_of % 2 == 0 and not stage.level_games,
        "an odd number of games where matches cannot end level",
    )
    yield "groups", not 1 <= stage.groups <= 256, "1 to 256"
    yield "cycles", stage.cycles is not None and not 1 <= stage.cycles <= 10, "1 to 10"
    yield "rounds", stage.rounds is not None and not 1 <= stage.rounds <= 50, "1 to 50"
    yield "scoring", stage.scoring not in (None, *SCORINGS), f"one of {', '.join(SCORINGS)}"
    own = stage.system == "dutch" and (stage.scoring == "three_points" or bool(stage.half_points))
    yield "scoring", own, "the Dutch system pairs by the points of chess"
    unknown = set(stage.half_points) - set(Scoring.__struct_fields__)
    yield "half_points", bool(unknown), f"of {', '.join(Scoring.__struct_fields__)}"
    yield "tie_breaks", (problem := _tie_breaks(stage.tie_breaks)) != "", problem
    several = [name for name in ("third_place", "consolation", "placement") if getattr(stage, name)]
    yield "third_place", len(several) > 1, "third place, consolation and placement exclude each other"


def _tie_breaks(names: Sequence[str]) -> str:
    try:
        steps(names)
    except ValueError as refused:
        return str(refused)
    return ""


def _of_source(source: Intake, index: int, stages: Sequence[Stage]) -> Iterator[tuple[bool, str]]:
    yield not 0 <= source.stage <= index, "a stage takes from an earlier one, or from 0, the entrants"
    ranks = source.ranks
    yield len(ranks) != 2 or not 1 <= ranks[0] <= ranks[-1], "ranks are the first and the last, from 1"
    yield source.order not in ORDERS, f"order is {' or '.join(ORDERS)}"
    if source.order == "crossed" and 1 <= source.stage <= index:
        before = stages[source.stage - 1]
        groups = before.groups
        known = before.format not in GROUPED_BY_SIZE
        crossed = source.ranks == [1, 2] and (not known or (groups > 1 and not groups & (groups - 1)))
        alone = len(stages[index].sources) == 1
        yield (
            not (crossed and alone),
            "crossed are ranks 1 and 2 of 2, 4, 8 ... groups, from one source alone",
        )


def _takes_one(stage: Stage, before: Sequence[Stage]) -> bool:
    """Whether all it takes is one rank of one group, of a stage or of the tournament's entrants."""
    asked = {(source.stage, *source.ranks) for source in stage.sources}
    if len(asked) != 1:
        return False
    number, *ranks = asked.pop()
    grouped = any(_in_groups(each) for each in before[number - 1 : number]) if number else False
    return len({*ranks}) == 1 and not grouped


def _in_groups(stage: Stage) -> bool:
    """Whether it has several groups, or may have."""
    named = {match.bracket for match in stage.matches if match.bracket.startswith("group ")}
    return stage.format in GROUPED_BY_SIZE or stage.groups > 1 or len(named) > 1


def drawn_as(stage: Stage, entrants: int) -> list[DrawnMatch]:
    """The draw of a stage that is drawn as a whole. Raises ValueError where so many cannot play it."""
    most = _at_most(stage, entrants)
    matches = _drawn(stage, entrants) if most <= MOST_MATCHES else []
    if (count := max(most, len(matches))) > MOST_MATCHES:
        raise ValueError(f"{count:,} matches are more than the {MOST_MATCHES:,} of a stage")
    return matches


def _drawn(stage: Stage, entrants: int) -> list[DrawnMatch]:
    if stage.format == "custom":
        return custom.draw(entrants, stage.matches).matches
    if stage.format == "free-for-all":
        size = stage.lobby or free_for_all.LARGEST
        return free_for_all.draw(entrants, size, stage.rounds or 1, Grouping(stage.grouping)).matches
    return draw(stage.format, entrants, stage.choices).matches


def _at_most(stage: Stage, entrants: int) -> int:
    """How many matches a table would have, or a few more."""
    if stage.format == "free-for-all":
        return (stage.rounds or 1) * -(-entrants // (stage.lobby or free_for_all.LARGEST))
    if not stage.is_table:
        return 0
    size = -(-entrants // stage.groups)
    return stage.groups * size * (size - 1) // 2 * stage.choices.cycles


CHOSEN = (
    *("third_place", "consolation", "placement", "grand_final", "skip_first_round", "groups", "grouping"),
    *("cycles", "system", "rounds", "draws", "scoring", "half_points", "tie_breaks", "again"),
    *("reach", "swap", "lobby", "place_points", "kill_points"),
)
"""Fields that only some formats have."""


def taken(stage: Stage, orders: Mapping[int, Sequence[Sequence[E]]]) -> list[E]:
    """Who is in a stage, from its seed 1 on.

    `orders` are, by stage, the entrants of each group from the best to the worst; of 0, all there are.
    """
    sources = stage.sources or [Intake(stage=0, ranks=[1, LAST])]
    found: dict[E, None] = {}
    for source in sources:
        low, high = source.ranks
        chosen = [list(group[low - 1 : high]) for group in orders[source.stage]]
        found.update(dict.fromkeys(_crossed(chosen) if source.order == "crossed" else _ranked(chosen)))
    return list(found)


LAST = 1 << 20
JOINED = (
    *("single-elimination", "double-elimination", "gauntlet"),
    *("round-robin", "league", "swiss", "ladder"),
)
"""Formats in which a place can be made for one more."""


def _ranked(groups: Sequence[Sequence[E]]) -> list[E]:
    """The first of every group, then the second of every group, and so on."""
    nobody = object()
    return [one for row in zip_longest(*groups, fillvalue=nobody) for one in row if one is not nobody]  # type: ignore[misc]


def _crossed(groups: Sequence[Sequence[E]]) -> list[E]:
    """Seeds that a draw in standard order puts where the crossing wants them. Raises ValueError."""
    if len(groups) < 2 or len(groups) & (len(groups) - 1) or any(len(group) != 2 for group in groups):
        raise ValueError("crossed are two each of 2, 4, 8 ... groups")
    pairs = list(zip(groups[::2], groups[1::2], strict=True))
    lines = [
        *(one for first, second in pairs for one in (first[0], second[1])),
        *(one for first, second in pairs for one in (second[0], first[1])),
    ]
    by_seed = sorted(zip(standard_order(len(lines)), lines, strict=True), key=lambda slot: slot[0])
    return [one for _, one in by_seed]
