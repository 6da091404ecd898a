"""Matches as they stood after an earlier event: who sat where is not what a row says now."""

from collections.abc import Collection
from uuid import UUID

from projections.kernel.rows import Row, Rows
from projections.match.projector import MADE, VIEW
from projections.match.queries import SIDES
from projections.timeline.timeline import Columns, Timeline

PAST: Columns = {VIEW.name: {"match": (*MADE, *SIDES), "seat": ("entrant",)}}
"""What of them is known after any event."""


def then(timeline: Timeline, tournament_id: UUID, match_id: UUID, event: int) -> Row | None:
    """A match after an event, as far as its past is known; None where there was none, or none any more."""
    key = (tournament_id, match_id)
    row = timeline.at(VIEW.name, "match", key, event)
    if row is None or row["seats"] <= len(SIDES):
        return row
    seats = (timeline.at(VIEW.name, "seat", (*key, side), event) for side in range(len(SIDES), row["seats"]))
    return {**row, "more": [seat and seat["entrant"] for seat in seats]}


async def past(rows: Rows, matches: Collection[UUID]) -> Timeline:
    """The timeline of these matches."""
    timeline = Timeline([VIEW], PAST, lean=True)
    if matches:
        timeline.take_all(await rows.facts(matches))
    return timeline
