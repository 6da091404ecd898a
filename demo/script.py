"""How each match of a demo goes, and what comes next in it, told from the match as the API shows it."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec

PLAYABLE = ("ready", "live", "reported")
STATIONS = 2
"""Matches that are played at the same time."""
NO_SHOW = 2
"""The number of the match that one side does not come to."""
DISPUTED = 5
"""Of so many matches, one ends in two reports that differ."""
FAVOURED = 166
"""Of 256 matches, how many the side above wins: the better seed in round 1."""
WINNING = 13

Match = Mapping[str, Any]
Games = list[dict[str, list[int]]]


class Script(msgspec.Struct, frozen=True):
    """What happened on the table: the games, the side that won, and whether the loser tells it otherwise."""

    games: Games
    winner: int
    disputed: bool
    absent: int | None


class Act(msgspec.Struct, frozen=True):
    """A request on a match, by the player of `side` or, where there is none, by staff."""

    step: str
    side: int | None = None
    body: dict[str, Any] | None = None


def script(match: Match) -> Script:
    """The same for the same match, whoever asks and how often."""
    dice = sha256(str(match["id"]).encode()).digest()
    winner = 0 if dice[0] < FAVOURED else 1
    needed = match["best_of"] // 2 + 1
    won = [winner] * needed
    for lost in range(dice[1] % needed):
        won.insert(dice[2 + lost] % needed, 1 - winner)
    return Script(
        games=[{"score": _score(side, dice[-1 - index] % WINNING)} for index, side in enumerate(won)],
        winner=winner,
        disputed=match["number"] % DISPUTED == 0,
        absent=1 - winner if match["number"] == NO_SHOW else None,
    )


def next_act(match: Match, has_account: Sequence[bool]) -> Act:
    """What is to be done in a match that can be played; each side reports what it has an account for."""
    story = script(match)
    if match["status"] == "ready":
        if story.absent is not None:
            return Act("no-show", body={"side": story.absent, "reason": "not there after ten minutes"})
        return Act("start")
    reported = [report is not None for report in match["reports"]]
    if all(reported):
        return Act("rule", body={"games": story.games, "reason": "the recording shows it"})
    if any(reported):
        return _answer(story, reported.index(False), has_account)
    for side in (story.winner, 1 - story.winner):
        if has_account[side]:
            return Act("report", side, {"games": story.games})
    return Act("rule", body={"games": story.games, "reason": "seen at the table"})


def _answer(story: Script, side: int, has_account: Sequence[bool]) -> Act:
    if not has_account[side]:
        return Act("rule", body={"reason": "seen at the table"})
    if story.disputed:
        return Act("report", side, {"games": _mirrored(story.games)})
    return Act("confirm", side)


def opening(matches: Sequence[Match]) -> Match | None:
    """The next match to play on until round 1 is over and one match of the next round is live."""
    last = max(match["round"] for match in matches)
    open_ = [match for match in matches if match["status"] in PLAYABLE]
    first = [match for match in open_ if match["round"] == 1 < last]
    begun = [match for match in open_ if match["status"] != "ready"]
    return next(iter(first or ([] if begun else open_)), None)


def due(matches: Sequence[Match]) -> Match | None:
    """The match that waited longest, of those at a station or next to one that is free."""
    begun = [match for match in matches if match["status"] in ("live", "reported")]
    ready = [match for match in matches if match["status"] == "ready"]
    at_a_station = [*begun, *ready[: max(0, STATIONS - len(begun))]]
    return min(at_a_station, key=lambda match: int(match["sequence"]), default=None)


def _score(winner: int, points: int) -> list[int]:
    return [WINNING, points] if winner == 0 else [points, WINNING]


def _mirrored(games: Games) -> Games:
    return [{"score": game["score"][::-1]} for game in games]
