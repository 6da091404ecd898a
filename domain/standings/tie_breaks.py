"""Every tie-break by its name, and the ordered lists of well-known rule books."""

from collections.abc import Sequence

import msgspec

from domain.standings.ties import own, percentages
from domain.standings.ties.head_to_head import COLUMNS
from domain.standings.ties.opponents import buchholz, difficulty, koya, sonneborn_berger
from domain.standings.ties.own import Of, counting


class TieBreak(msgspec.Struct, frozen=True):
    """`of` has the values of everybody; None where they hang on who is tied. Mostly more is better."""

    about: str
    of: Of | None
    least_first: bool = False


LOSSES_AGAINST_TIED = "losses_against_tied"
TIE_BREAKS: dict[str, TieBreak] = {
    "points": TieBreak("points", own.points),
    "head_to_head": TieBreak("points in the matches of those tied", None),
    "head_to_head_difference": TieBreak("difference in the matches of those tied", None),
    "head_to_head_scored": TieBreak("points scored in the matches of those tied", None),
    LOSSES_AGAINST_TIED: TieBreak("matches lost against those tied", None, least_first=True),
    "buchholz": TieBreak("sum of the opponents' scores", buchholz()),
    "buchholz_cut_1": TieBreak("the same without the lowest", buchholz(1)),
    "median_buchholz": TieBreak("the same without the lowest and the highest", buchholz(1, 1)),
    "sonneborn_berger": TieBreak("sum of the opponents' scores times the results", sonneborn_berger),
    "koya": TieBreak("points against those with half of the points or more", koya),
    "cumulative": TieBreak("sum of the scores after each round", own.cumulative),
    "match_win_percentage": TieBreak("share of matches won", percentages.own(percentages.matches)),
    "opponents_match_win_percentage": TieBreak(
        "the opponents' shares of matches won, averaged", percentages.of_opponents(percentages.matches)
    ),
    "game_win_percentage": TieBreak("share of games won", percentages.own(percentages.games)),
    "opponents_game_win_percentage": TieBreak(
        "the opponents' shares of games won, averaged", percentages.of_opponents(percentages.games)
    ),
    "wins": TieBreak("matches won, byes and forfeits included", counting(own.won)),
    "losses": TieBreak("matches lost, forfeits included", counting(own.lost), least_first=True),
    "difficulty": TieBreak("the opponents' wins less their losses, summed", difficulty),
    "wins_by_play": TieBreak("matches won by playing", counting(own.won_by_play)),
    "games_won": TieBreak("games won", counting(own.games_won)),
    "game_difference": TieBreak("games won less games lost", counting(own.game_difference)),
    "points_difference": TieBreak("scored less against", counting(own.difference)),
    "points_scored": TieBreak("points scored within the games", counting(own.scored)),
    "points_against": TieBreak(
        "points of the others within the games", counting(own.against), least_first=True
    ),
    "fair_play": TieBreak("fair play points, as they were recorded", own.fair_play),
    "seed": TieBreak("the initial seed", own.seed, least_first=True),
    "lots": TieBreak("the recorded drawing of lots", own.lots, least_first=True),
}

VALVE = ("wins", "losses", "difficulty", "seed")
"""Counter-Strike Major Supplemental Rulebook, Stage Seeding."""
MAGIC = (
    "points",
    "opponents_match_win_percentage",
    "game_win_percentage",
    "opponents_game_win_percentage",
)
"""Magic Tournament Rules, 3.1; with `THREE_POINTS`."""
FIFA_2022 = (
    "points",
    "points_difference",
    "points_scored",
    "head_to_head",
    "head_to_head_difference",
    "head_to_head_scored",
    "fair_play",
    "lots",
)
"""FIFA World Cup 2022 regulations, article 12; with `THREE_POINTS`, not `again`: it has no second table."""


def steps(names: Sequence[str]) -> list[list[str]]:
    """The names in order, consecutive head-to-head criteria together.

    Raises ValueError for one there is not, naming those there are, and for one that is there twice.
    """
    unknown = [name for name in names if name not in TIE_BREAKS]
    if unknown:
        raise ValueError(f"there is no tie-break {unknown[0]}; there are {', '.join(TIE_BREAKS)}")
    if len(set(names)) < len(names):
        raise ValueError("a tie-break is listed twice")
    found: list[list[str]] = []
    for name in names:
        if name in COLUMNS and found and found[-1][0] in COLUMNS:
            found[-1].append(name)
        else:
            found.append([name])
    return found
