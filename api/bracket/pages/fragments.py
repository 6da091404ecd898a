"""The elements in which two drawings differ, each with its id: swapped in, the one becomes the other."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from api.bracket.pages import ties
from api.bracket.pages.drawing import Drawing, Line
from api.bracket.pages.geometry import is_gap
from api.kernel.subject import Templates
from api.pages.shell import environment
from api.tournament import frame

TEMPLATES = Templates(package="api.bracket", filters=ties.FILTERS, tests={"gap": is_gap})
K = TypeVar("K")
V = TypeVar("V")
LARGE = 255
"""Of more matches, those out of sight are not laid out."""


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
    return str(getattr(_parts(), macro)(*values))


@cache
def _parts() -> Any:
    """The macros; in an environment of their own, for they are drawn for the stream too, which has no app."""
    return environment(frame.TEMPLATES, TEMPLATES).get_template("bracket/parts.html").module


def _part(macro: str, before: Drawing | None, after: Drawing, *fields: str) -> str:
    changed = before is None or any(getattr(before, name) != getattr(after, name) for name in fields)
    return draw(macro, after) if changed else ""


def _bracket(before: Drawing | None, after: Drawing) -> list[str]:
    """What changed in the stages; all of it where there are others than before."""
    if before is None or _framed(before) != _framed(after):
        return [draw("bracket", after), draw("follow", after)]
    return [
        *_stages(before, after),
        *(draw(name.partition("-")[0], after, name) for name in _others(before.pieces, after.pieces)),
        *(
            draw("card", after.tournament, after.cards[number])
            for number in _others(before.cards, after.cards)
        ),
        _part("follow", before, after, "entered"),
    ]


def _others(before: Mapping[K, V], after: Mapping[K, V]) -> list[K]:
    """The keys under which there is something else than before."""
    return [key for key, value in after.items() if (old := before.get(key)) is not value and old != value]


def _framed(drawing: Drawing) -> object:
    """What everything else is within: the stages there are, or who is in as long as there are none."""
    titles = [(stage.number, stage.title) for stage in drawing.stages]
    return titles or drawing.entered, len(drawing.cards) > LARGE


def _stages(before: Drawing, after: Drawing) -> list[str]:
    """Those laid out in another way."""
    earlier = {stage.number: stage for stage in before.stages}
    return [
        draw("stage", after, stage)
        for stage in after.stages
        if (old := earlier[stage.number]) is not stage and old != stage
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
