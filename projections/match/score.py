"""Games as people write them."""

from collections.abc import Mapping, Sequence
from typing import Any


def score(games: Sequence[Mapping[str, Any]], first: int) -> str:
    """Games from the view of side `first`: "3–3 after extra time (4–2 on penalties)"."""
    return ", ".join(_game(game, first) for game in games)


def _game(game: Mapping[str, Any], first: int) -> str:
    text = _pair(game["score"], first)
    if game.get("overtime"):
        text += " after extra time"
    if game.get("shootout"):
        text += f" ({_pair(game['shootout'], first)} on penalties)"
    return text


def _pair(pair: list[int], first: int) -> str:
    return f"{pair[first]}–{pair[1 - first]}"
