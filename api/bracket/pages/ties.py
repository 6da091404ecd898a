"""How pages call the tie-breaks and write their values."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from domain.standings.tie_breaks import TIE_BREAKS
from projections.kernel.telling import listed

POINTS = "points"
NAMES: Mapping[str, tuple[str, str]] = {
    POINTS: ("Pts", "Points"),
    "head_to_head": ("H2H", "Head to head"),
    "head_to_head_difference": ("H2H ±", "Head to head, difference"),
    "head_to_head_scored": ("H2H for", "Head to head, scored"),
    "losses_against_tied": ("LT", "Losses against those tied"),
    "buchholz": ("BH", "Buchholz"),
    "buchholz_cut_1": ("BH-1", "Buchholz cut 1"),
    "median_buchholz": ("MBH", "Median Buchholz"),
    "sonneborn_berger": ("SB", "Sonneborn-Berger"),
    "koya": ("Koya", "Koya"),
    "cumulative": ("Cum", "Cumulative score"),
    "match_win_percentage": ("MW%", "Match wins"),
    "opponents_match_win_percentage": ("OMW%", "Opponents' match wins"),
    "game_win_percentage": ("GW%", "Game wins"),
    "opponents_game_win_percentage": ("OGW%", "Opponents' game wins"),
    "wins": ("Wins", "Wins"),
    "losses": ("Losses", "Losses"),
    "difficulty": ("Diff", "Difficulty"),
    "wins_by_play": ("WP", "Wins by play"),
    "games_won": ("GW", "Games won"),
    "game_difference": ("G±", "Game difference"),
    "points_difference": ("+/−", "Difference"),
    "points_scored": ("For", "Scored"),
    "points_against": ("Against", "Scored against"),
    "fair_play": ("FP", "Fair play"),
    "seed": ("Seed", "Seed"),
    "lots": ("Lot", "Drawing of lots"),
    "kills": ("Kills", "Kills"),
    "best": ("Best", "Best place"),
    "latest": ("Last", "Place in the latest match"),
}
"""Each tie-break for the head of a column, and in full."""


ABOUT = {
    POINTS: "what each round brought",
    "buchholz_cut_1": "sum of the opponents' scores without the lowest",
    "median_buchholz": "sum of the opponents' scores without the lowest and the highest",
    "kills": "kills in all matches",
    "best": "the best place in a match",
    "latest": "the place in the latest match",
}
"""What says more by itself than what the tie-breaks say of each other."""
PEOPLE = ("Buchholz", "Sonneborn", "Koya")


def short(name: str) -> str:
    """For the head of a column."""
    return NAMES[name][0]


def full(name: str) -> str:
    """As people call it."""
    return NAMES[name][1]


def about(name: str) -> str:
    """What it is."""
    return ABOUT[name] if name in ABOUT else TIE_BREAKS[name].about


def inside(name: str) -> str:
    """As it is called inside a sentence."""
    called = full(name)
    return called if called.startswith(PEOPLE) else called[:1].lower() + called[1:]


def written(name: str, value: Any) -> str:
    """A value as it is printed: nothing where there is none, one after the other where there are several."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " · ".join(_number(name, each) for each in value)
    return _number(name, value)


def amount(name: str, part: int, unit: int) -> str:
    """What a round adds to a value, of whose units `unit` make one."""
    return _number(name, part / unit if part % unit else part // unit)


def cut(rows: Sequence[Mapping[str, Any]]) -> str:
    """Who is level where another stage takes some of them and not the others; of nobody nothing."""
    level = [row for row in rows if row["level_at_cut"]]
    sharing = [[row["name"] for row in each] for _, each in groupby(level, key=itemgetter("low"))]
    said = "are level at the cut on every tie-break: the better seeds come first."
    return " ".join(f"{listed(names)} {said}" for names in sharing)


def _number(name: str, value: int | float) -> str:
    if name.endswith("percentage"):
        return f"{100 * value:.1f}"
    text = f"{abs(value):.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(abs(value))
    if value < 0:
        return f"−{text}"
    return f"+{text}" if value > 0 and name.endswith("difference") else text


FILTERS: Mapping[str, Callable[..., str]] = {
    "tie": full,
    "tie_inside": inside,
    "tie_short": short,
    "tie_about": about,
    "tie_value": lambda value, name: written(name, value),
    "level_at_cut": cut,
    "tie_amount": lambda part, name, unit: amount(name, part, unit),
}
