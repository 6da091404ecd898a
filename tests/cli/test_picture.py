"""A bracket in the terminal: what is played last stands last, and nothing is drawn twice."""

from typing import Any

import msgspec

from domain.formats.stages import Stage, drawn_as
from play.picture import picture


def bracket(entrants: int, stage: Stage) -> dict[str, Any]:
    """A draw of which nothing is played."""
    unplayed = {"status": "drawn", "ending": None, "winner": None, "games": None}
    matches = []
    for match in msgspec.to_builtins(drawn_as(stage, entrants)):
        sides = [{"source": source, "name": None} for source in match["sides"]]
        matches.append({**match, **unplayed, "sides": sides})
    return {"matches": matches}


def test_the_grand_final_comes_before_its_reset() -> None:
    drawn = picture(bracket(4, Stage(format="double-elimination")))
    assert drawn[drawn.index("Grand final\n") :] == (
        "Grand final\n"
        "  winner of 3 ─╮\n"
        "               ├──\n"
        "  winner of 5 ─╯\n"
        "\n"
        "Grand final, reset\n"
        "  loser of 6  ─╮\n"
        "               ├──\n"
        "  winner of 6 ─╯"
    )
