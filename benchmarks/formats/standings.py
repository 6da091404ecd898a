"""Standings of 1,000 entrants after 9 rounds with four tie-breaks, beside those of 250: linear, on one core.

The time is that of the processor, so that whoever else is on the machine does not count. Run as
`python -m benchmarks.formats.standings`; it needs no database.
"""

import gc
import random
import time
from collections.abc import Sequence

from benchmarks.comparing import Results, compared
from domain.standings.results import Kind, Outcome, Result
from domain.standings.scoring import THREE_POINTS
from domain.standings.settings import Settings, Unplayed
from domain.standings.table import standings
from domain.standings.tie_breaks import MAGIC

ENTRANTS, ROUNDS, TIMES = 1_000, 9, 15
SWISS = ("points", "buchholz_cut_1", "buchholz", "sonneborn_berger")
LEAGUE = ("points", "head_to_head", "opponents_match_win_percentage", "game_difference")
MAGICIANS = Settings(scoring=THREE_POINTS)
FIDE = Settings(unplayed=Unplayed.FIDE_2024, rounds=ROUNDS)
OUTCOMES = ((Outcome.WIN, Outcome.LOSS), (Outcome.DRAW, Outcome.DRAW), (Outcome.LOSS, Outcome.WIN))


def swiss(entrants: int, rounds: int, chance: random.Random) -> list[Result]:
    """Everybody meets somebody of about the same score; one in fifty of the matches won is forfeited."""
    score = dict.fromkeys(range(1, entrants + 1), 0.0)
    results = []
    for number in range(1, rounds + 1):
        order = sorted(score, key=lambda one: (-score[one], chance.random()))
        for pair in zip(order[::2], order[1::2], strict=True):
            outcomes = chance.choice(OUTCOMES)
            decisive = outcomes[0] is not Outcome.DRAW
            kind = Kind.FORFEIT if decisive and chance.random() < 0.02 else Kind.PLAYED
            results.append(
                Result(round=number, sides=pair, outcomes=outcomes, kind=kind, games=((2, 1), (1, 0)))
            )
            for one, outcome in zip(pair, outcomes, strict=True):
                score[one] += {Outcome.WIN: 1, Outcome.DRAW: 0.5, Outcome.LOSS: 0}[outcome]
    return results


def milliseconds(entrants: int, results: Sequence[Result], tie_breaks: Sequence[str], how: Settings) -> float:
    """Of processor time for the whole table, every value explained."""
    gc.collect()
    began = time.process_time()
    standings(range(1, entrants + 1), results, tie_breaks, how)
    return 1000 * (time.process_time() - began)


def run() -> Results:
    """Large and small by turns."""
    chance = random.Random(1)
    small = ENTRANTS // 4
    large_field, small_field = swiss(ENTRANTS, ROUNDS, chance), swiss(small, ROUNDS, chance)
    found = []
    asked = (("FIDE", SWISS, FIDE), ("Magic", MAGIC, MAGICIANS), ("league", LEAGUE, Settings()))
    for title, tie_breaks, how in asked:
        pairs = [
            (
                milliseconds(ENTRANTS, large_field, tie_breaks, how),
                milliseconds(small, small_field, tie_breaks, how),
            )
            for _ in range(TIMES)
        ]
        question = f"standings of {ENTRANTS:,} after {ROUNDS} rounds, four tie-breaks, {title}"
        found.append(compared(question, pairs, f"the same of {small}", "<= 50 ms", "ms"))
    return found
