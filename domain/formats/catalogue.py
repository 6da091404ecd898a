"""The formats that are drawn as a whole, by name, and what may be chosen of each."""

from collections.abc import Callable, Mapping

import msgspec

from domain.formats.draw import Draw
from domain.formats.elimination import double_elimination, gauntlet, gsl, single_elimination
from domain.formats.elimination.double_elimination import GrandFinal
from domain.formats.elimination.single_elimination import Losers
from domain.formats.table import round_robin
from domain.formats.table.round_robin import Grouping
from domain.seeding.orders import SlotOrder


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that may be chosen; a format takes its own and refuses the rest."""

    third_place: bool = False
    consolation: bool = False
    placement: bool = False
    order: SlotOrder = SlotOrder.STANDARD
    grand_final: GrandFinal = GrandFinal.RESET
    skip_first_round: bool = False
    groups: int = 1
    grouping: Grouping = Grouping.SNAKE
    cycles: int = 1


PLAIN = Choices()


class Unchoosable(ValueError):
    """A choice that the format does not have."""


def draw(format_name: str, entrants: int, choices: Choices = PLAIN) -> Draw:
    """The draw of that format. Raises KeyError for one there is none of, Unchoosable, ValueError."""
    known, drawn = FORMATS[format_name]
    asked = [name for name in Choices.__struct_fields__ if getattr(choices, name) != getattr(PLAIN, name)]
    if unknown := [name for name in asked if name not in known]:
        raise Unchoosable(f"{format_name} has no {unknown[0].replace('_', ' ')}")
    return drawn(entrants, choices)


def _single(entrants: int, choices: Choices) -> Draw:
    chosen = [
        how
        for how, asked in (
            (Losers.THIRD_PLACE, choices.third_place),
            (Losers.CONSOLATION, choices.consolation),
            (Losers.PLACEMENT, choices.placement),
        )
        if asked
    ]
    if len(chosen) > 1:
        raise Unchoosable(f"{chosen[0]} and {chosen[1]} exclude each other")
    return single_elimination.draw(entrants, chosen[0] if chosen else Losers.OUT, choices.order)


def _double(entrants: int, choices: Choices) -> Draw:
    return double_elimination.draw(entrants, choices.grand_final, skip_first_round=choices.skip_first_round)


def _round_robin(entrants: int, choices: Choices) -> Draw:
    return round_robin.draw(entrants, cycles=choices.cycles, count=choices.groups, how=choices.grouping)


GROUPED = frozenset({"groups", "grouping", "cycles"})
Drawn = Callable[[int, Choices], Draw]
FORMATS: Mapping[str, tuple[frozenset[str], Drawn]] = {
    "single-elimination": (frozenset({"third_place", "consolation", "placement", "order"}), _single),
    "double-elimination": (frozenset({"grand_final", "skip_first_round"}), _double),
    "round-robin": (GROUPED, _round_robin),
    "league": (GROUPED, _round_robin),
    "gsl": (frozenset({"grouping"}), lambda entrants, choices: gsl.draw(entrants, choices.grouping)),
    "gauntlet": (frozenset(), lambda entrants, _: gauntlet.draw(entrants)),
}


class Played(msgspec.Struct, frozen=True):
    """How a format is played where nothing else was chosen; `own` are its fields beside the choices."""

    table: bool = False
    draws: bool = False
    scoring: str = "chess"
    tie_breaks: tuple[str, ...] = ()
    cycles: int = 1
    own: frozenset[str] = frozenset()


OF_TABLES = frozenset({"draws", "scoring", "half_points", "tie_breaks", "again"})
PLAYED: Mapping[str, Played] = {
    "single-elimination": Played(),
    "double-elimination": Played(),
    "round-robin": Played(
        table=True,
        tie_breaks=("points", "head_to_head", "game_difference", "sonneborn_berger", "wins"),
        own=OF_TABLES,
    ),
    "league": Played(
        table=True,
        draws=True,
        scoring="three_points",
        tie_breaks=("points", "points_difference", "points_scored", "head_to_head"),
        cycles=2,
        own=OF_TABLES,
    ),
    "swiss": Played(
        table=True,
        tie_breaks=("points", "buchholz_cut_1", "buchholz", "sonneborn_berger"),
        own=OF_TABLES | {"system", "rounds"},
    ),
    "gsl": Played(),
    "custom": Played(),
    "free-for-all": Played(
        table=True,
        tie_breaks=("points", "wins", "kills", "best", "latest"),
        own=frozenset({"grouping", "lobby", "rounds", "place_points", "kill_points"}),
    ),
    "ladder": Played(table=True, own=frozenset({"reach", "swap"})),
    "gauntlet": Played(),
}
"""The formats of stages."""
