"""The elements in which two drawings differ, each with its id: swapped in, the one becomes the other."""

from typing import Any

from api.pages.drawing import Drawing, Line
from api.pages.shell import environment

DRAWN = ("sections", "entered", "best_of")
"""What the whole bracket is drawn anew for."""


def fragments(before: Drawing | None, after: Drawing) -> str:
    """HTML of what changed; of everything that can change, where nothing was drawn before.

    A line of the feed whose id is not on the page yet goes to the top of `#feed`, of which the last one then
    goes; everything else is there already.
    """
    return "".join(
        [
            _part("hero", before, after, "hero"),
            _part("now", before, after, "now", "hero"),
            *_bracket(before, after),
            *_feed(before, after),
            _part("standings", before, after, "places", "more"),
            _part("out", before, after, "sequence", "lines"),
        ]
    )


def draw(macro: str, *values: Any) -> str:
    """One element, by the macro that the first paint uses too."""
    return str(getattr(environment().get_template("parts.html").module, macro)(*values))


def _part(macro: str, before: Drawing | None, after: Drawing, *fields: str) -> str:
    changed = before is None or any(getattr(before, name) != getattr(after, name) for name in fields)
    return draw(macro, after) if changed else ""


def _bracket(before: Drawing | None, after: Drawing) -> list[str]:
    """The cards that changed, or all of it where the draw did."""
    if before is None or any(getattr(before, name) != getattr(after, name) for name in DRAWN):
        return [draw("bracket", after), draw("follow", after)]
    return [
        draw("card", after.tournament, card)
        for number, card in after.cards.items()
        if (old := before.cards.get(number)) is not card and old != card
    ]


def _feed(before: Drawing | None, after: Drawing) -> list[str]:
    """The lines that are new, the latest last, or all of it where they do not go on from those before."""
    new = _new(before.lines, after.lines) if before else None
    if new is None:
        return [draw("feed", after)]
    return [draw("line", line) for line in reversed(new)]


def _new(before: tuple[Line, ...], after: tuple[Line, ...]) -> list[Line] | None:
    last = before[0].sequence if before else 0
    new = [line for line in after if line.sequence > last]
    old = after[len(new) :]
    return new if old == before[: len(old)] and len(after) >= len(before) else None
