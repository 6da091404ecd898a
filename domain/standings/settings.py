"""What an organiser decides about standings, besides the order of the tie-breaks."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from domain.standings.scoring import CHESS, Scoring


class Unplayed(StrEnum):
    """How rounds without play count where opponents' results do: Buchholz, Sonneborn-Berger, head-to-head."""

    AS_SCHEDULED = "as_scheduled"
    """A forfeit counts as if it had been played; a round without an opponent adds nothing.

    What FIDE Tie-Break Regulations (C.07) apply to round robins, and most leagues to everything.
    """
    FIDE_2024 = "fide_2024"
    """C.07 as of August 2024, article 16: see `domain.standings.unplayed`."""
    FIDE_2026 = "fide_2026"
    """C.07 as of March 2026: the same, with a limit to what the dummy has (16.4.1 and 16.4.2)."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Defaults are those of a league; each field says which rules it comes from.

    `rounds` are those played so far: who has no result in one of them was absent, and FIDE's limits and Koya
    count them. None takes the last round there is a result of, and adds no absences. A share of wins is
    never below `floor` hundredths, and with `byes_count` a bye is a match won by `bye_games` games to none
    (Magic Tournament Rules, appendix C; other games leave byes out). With `again`, those whom a mini-table
    leaves level are compared in one of their own. `fair_play` are points by entrant, more is better, and
    `lots` those who drew lots, the luckiest first: both come from outside, and are recorded there.
    """

    scoring: Scoring = CHESS
    unplayed: Unplayed = Unplayed.AS_SCHEDULED
    rounds: int | None = None
    floor: int = 33
    byes_count: bool = True
    bye_games: int = 2
    again: bool = True
    fair_play: Mapping[int, int] = {}
    lots: tuple[int, ...] = ()
