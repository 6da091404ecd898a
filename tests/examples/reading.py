"""Tournament files as plain tables, and their matches in the numbers that formats and standings know."""

import tomllib
from pathlib import Path
from typing import Any

from domain.standings.results import Kind, Outcome, Result

EXAMPLES = Path(__file__).parents[2] / "examples"
WON, DREW, LOST = (
    (Outcome.WIN, Outcome.LOSS),
    (Outcome.DRAW, Outcome.DRAW),
    (Outcome.LOSS, Outcome.WIN),
)


def load(name: str) -> dict[str, Any]:
    """The file of that name."""
    return tomllib.loads((EXAMPLES / f"{name}.toml").read_text("utf-8"))


def seeds(file: dict[str, Any]) -> dict[str, int]:
    """Everyone by name, 1 the first seed."""
    return {entrant["name"]: seed for seed, entrant in enumerate(file["entrants"], 1)}


def result(match: dict[str, Any], numbers: dict[str, int], round: int) -> Result:
    """What came of one match: a game counts as it was scored, several are a match of who won more of them."""
    first, second = (numbers[name] for name in match["sides"])
    if "no_show" in match:
        outcomes = LOST if numbers[match["no_show"]] == first else WON
        return Result(round=round, sides=(first, second), outcomes=outcomes, kind=Kind.FORFEIT)
    games = tuple(tuple(game["score"]) for game in match.get("games", [match]))
    ahead = sum((ours > theirs) - (ours < theirs) for ours, theirs in games)
    outcomes = WON if ahead > 0 else LOST if ahead < 0 else DREW
    return Result(round=round, sides=(first, second), outcomes=outcomes, games=games)
