"""One round of a Swiss tournament, the slowest of nine: the general system, its limits, and FIDE Dutch."""

import random
import time
from collections.abc import Callable

from domain.formats.swiss import dutch
from domain.formats.swiss import general as swiss
from domain.formats.swiss.general import Paired
from domain.formats.trf.report import Game, Player, Report
from domain.formats.trf.results import results

LIMITS = {200: 0.1, 1000: 1.0, 4000: 20.0}
"""Seconds for a round of so many."""
ROUNDS = 9
DUTCH = 200
"""Dutch grows with the cube: 1,000 take the better part of a minute."""


def general(report: Report) -> Paired:
    """The next round by score groups and halves."""
    return swiss.pair(range(1, len(report.players) + 1), results(report), report.played + 1)


def slowest(size: int, pair: Callable[[Report], Paired], rounds: int) -> float:
    """Seconds of the slowest round, wins, draws and losses being drawn by chance."""
    chance = random.Random(size)
    games: dict[int, list[Game]] = {number: [] for number in range(1, size + 1)}
    seconds = []
    for _ in range(rounds):
        report = Report(players=tuple(Player(number=one, games=tuple(own)) for one, own in games.items()))
        began = time.perf_counter()
        paired = pair(report)
        seconds.append(time.perf_counter() - began)
        for white, black in paired.pairs:
            first, second = chance.choice([("1", "0"), ("0", "1"), ("=", "=")])
            games[white].append(Game(black, "w", first))
            games[black].append(Game(white, "b", second))
    return max(seconds)


def row(question: str, value: float, peer: str, theirs: float, reach: str) -> dict[str, object]:
    """One line of the table."""
    ratio = round(value / theirs, 2)
    return {"question": question, "value": round(value, 3), "unit": "s", "peer": peer, "peer_value": theirs,
            "ratio": ratio, "reach": reach}  # fmt: skip


def run(*, short: bool = False) -> list[dict[str, object]]:
    """Every size; of a short run the smallest alone."""
    sizes = [DUTCH] if short else list(LIMITS)
    found = {size: slowest(size, general, ROUNDS) for size in sizes}
    rows = [
        row(f"a Swiss round of {size:,}, general system", found[size], "the limit", LIMITS[size], "<= 1")
        for size in sizes
    ]
    theirs = round(slowest(DUTCH, dutch.pair, 3), 3)
    rows.append(row(f"a Swiss round of {DUTCH}", found[DUTCH], "FIDE Dutch (py4swiss)", theirs, "recorded"))
    return rows
