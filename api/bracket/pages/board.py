"""A tournament's page in memory, carried on fact by fact: fragments for whoever watches it live."""

import asyncio
from typing import Any
from uuid import UUID

from api.bracket.pages.drawing import drawing
from api.bracket.pages.fragments import fragments
from api.bracket.pages.known import SHOWN, known_of
from eventstore.reader import Reader, known
from eventstore.records import Recorded, Scope
from projections.kernel.changes import Drop
from projections.match.then import PAST
from projections.timeline.timeline import Timeline, Touched
from projections.views import VIEWS

PAGE = 500
REDRAWN = frozenset({"draw", "seeds", "name", "status", "idle", "missed", "meetings", "kind", "conduct"})
"""Columns of brackets and of registrations on which more than single matches depends."""


class Board:
    """One tournament after one of its events; it goes forward only."""

    def __init__(self, timeline: Timeline, sequence: int) -> None:
        shown = known_of(timeline, sequence)
        self._timeline = timeline
        self._entered = shown.entered
        self._drawing = drawing(shown)

    @classmethod
    async def at(cls, reader: Reader, tournament_id: UUID, sequence: int) -> "Board":
        """After the event of that number, of a tournament that has one."""
        timeline, reached, full = blank(), 0, True
        while full:
            rows = await reader.rows_of_scope(
                Scope("tournament", tournament_id), [""], after=reached, until=sequence, limit=PAGE
            )
            reached = await asyncio.to_thread(_take_all, timeline, rows)
            full = len(rows) == PAGE
        return await asyncio.to_thread(cls, timeline, sequence)

    def draw(self, fact: Recorded) -> dict[str, str | None]:
        """Carry the next fact: `html` is what it changes, `say` the sentence the feed tells of it, if any."""
        before, step = self._drawing, self._timeline.take(fact)
        same = not any(map(_redrawn, step))
        shown = known_of(self._timeline, fact.sequence or 0, self._entered if same else None)
        self._entered = shown.entered
        self._drawing = after = drawing(shown, before if same else None, _numbers(step) if same else ())
        told = after.lines[0] if after.lines and after.lines[0].sequence == fact.sequence else None
        return {"html": fragments(before, after), "say": told.text if told else None}


def blank() -> Timeline:
    """Of all that the page of a tournament shows, before its first event."""
    return Timeline([view for view in VIEWS if view.name in SHOWN], PAST)


def _take_all(timeline: Timeline, rows: list[tuple[Any, ...]]) -> int:
    """What cannot be read is left out, as it is on the page; the last event of these."""
    facts = [known(row) for row in rows]
    timeline.take_all(facts)
    return (facts[-1].sequence or 0) if facts else 0


def _redrawn(touched: Touched) -> bool:
    """Whether it may change the draw itself."""
    change = touched.change
    return touched.view in ("bracket", "registrations") and (
        isinstance(change, Drop) or bool(REDRAWN & change.values.keys())
    )


def _numbers(step: list[Touched]) -> set[int]:
    """Of the matches it is about; whoever takes a seat touches the match as well."""
    rows = [row for each in step if each.change.table == "match" for row in (each.before, each.after)]
    return {row["number"] for row in rows if row}
