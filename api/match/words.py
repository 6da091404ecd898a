"""How pages put a match: its state, how it ended, where its sides come from and what it leaves them with."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.pages.words import ordinal

ENDINGS = {
    "played": "played",
    "level": "level",
    "forfeit": "given up",
    "no_show": "did not come",
    "withdrawn": "withdrew",
    "disqualified": "disqualified",
    "walkover": "without a game",
    "double_forfeit": "neither side won",
    "vacant": "nobody came",
}
"""How matches end."""
MATCH_STATUS = {
    "drawn": "Drawn",
    "scheduled": "Waiting",
    "waiting": "Waiting",
    "ready": "Ready",
    "live": "Live",
    "reported": "Reported",
    "disputed": "Disputed",
    "completed": "Final",
    "void": "Called off",
}
"""The states of a match."""


def ending(name: str) -> str:
    """How a match ended, as people say it."""
    return ENDINGS[name]


def match_status(name: str) -> str:
    """A match's state as people say it."""
    return MATCH_STATUS[name]


def source(where: Mapping[str, Any]) -> str:
    """Who will take a side that nobody has: `Winner of M9`, `Seed 3`."""
    number = where["number"]
    return f"Seed {number}" if where["kind"] == "seed" else f"{where['kind'].capitalize()} of M{number}"


def inside(text: str) -> str:
    """`the winner of M9`, where a source stands inside a sentence."""
    return f"the {text[:1].lower()}{text[1:]}"


def place(span: Sequence[int]) -> str:
    """`1st`, or `out, 5th–8th`: what a match leaves a side with."""
    low, high = span
    return ordinal(low) if low == high else f"out, {ordinal(low)}–{ordinal(high)}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "ending": ending,
    "inside": inside,
    "match_status": match_status,
    "place": place,
    "source": source,
}
