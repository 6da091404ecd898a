"""What the page of a tournament is drawn from: rows of its views, all as of one event."""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec

from domain.entry.registration import IN
from projections.bracket.queries import brackets, whole
from projections.feed.queries import as_then, reopened
from projections.kernel.rows import Row, Rows
from projections.match.queries import select, with_more
from projections.timeline.timeline import Timeline

LINES = 12
"""The latest entries of the feed that the page shows."""
SHOWN = ("directory", "registrations", "bracket", "matches", "standings", "feed")
"""The views it is drawn from."""


class Entered(msgspec.Struct, frozen=True):
    """Everyone's name by id, and who is in: by seed once there is a draw, else as they came.

    `who` is the place of each in the draws among those names, from 1.
    """

    named: Mapping[str, str]
    names: tuple[str, ...]
    who: Mapping[UUID, int]


class Known(msgspec.Struct, frozen=True):
    """One tournament after its event number `sequence`; `entries` are the feed's latest, latest first.

    `drawn` are the brackets of those of its stages that are drawn, in order. `then` is the match of an entry
    as it stood when that happened.
    """

    sequence: int
    tournament: Row
    drawn: Sequence[Row]
    entered: Entered
    matches: Collection[Row]
    then: Callable[[Row], Row | None]
    places: Collection[Row]
    entries: list[Row]


def entered(registrations: Collection[Row], drawn: Sequence[Row]) -> Entered:
    """Who is who, until somebody registers, leaves or is seeded anew."""
    named = {str(row["registration_id"]): row["name"] for row in registrations}
    if drawn:
        entrants = dict.fromkeys(str(entrant) for row in drawn for entrant in row["seeds"])
        names = tuple(named.get(entrant, "") for entrant in entrants)
        return Entered(named, names, {UUID(entrant): place for place, entrant in enumerate(entrants, 1)})
    ordered = sorted(registrations, key=lambda row: int(row["ordinal"]))
    return Entered(named, tuple(row["name"] for row in ordered if row["status"] in IN), {})


async def known(rows: Rows, tournament_id: UUID) -> Known:
    """What these rows say of a tournament that exists."""
    where = {"tournament_id": tournament_id}
    drawn = await brackets(rows, tournament_id)
    matches = {row["match_id"]: row for row in await select(rows, where)}
    (line,) = await rows.select("directory", "tournament", where)
    latest = await rows.select("feed", "entry", where, order=("sequence",), descending=True, limit=LINES)
    return Known(
        await rows.reached(tournament_id),
        line,
        drawn,
        entered(await rows.select("registrations", "registration", where), drawn),
        matches.values(),
        _then(await reopened(rows, latest), matches),
        await rows.select("standings", "place", where),
        latest,
    )


def known_of(timeline: Timeline, sequence: int, earlier: Entered | None = None) -> Known:
    """What a timeline says of the one tournament it holds; `earlier` where it still holds."""

    def rows(view: str, table: str) -> dict[tuple[Any, ...], Row]:
        return timeline.tables[view].get(table, {})

    (line,) = rows("directory", "tournament").values()
    rounds, own = rows("bracket", "round").values(), rows("bracket", "entrant").values()
    late = sorted(rows("bracket", "joining").values(), key=lambda row: int(row["joined"]))
    found = sorted(rows("bracket", "bracket").values(), key=lambda row: int(row["stage"]))
    drawn = [whole(row, sorted(rounds, key=lambda row: int(row["number"])), own, late) for row in found]
    seated = with_more(rows("matches", "match").values(), rows("matches", "seat").values())
    matches = {row["match_id"]: row for row in seated}
    return Known(
        sequence,
        line,
        drawn,
        earlier or entered(rows("registrations", "registration").values(), drawn),
        matches.values(),
        _then(timeline, matches),
        rows("standings", "place").values(),
        list(islice(reversed(rows("feed", "entry").values()), LINES)),
    )


def _then(timeline: Timeline, matches: Mapping[UUID, Row]) -> Callable[[Row], Row | None]:
    """Of the latest entries: whatever opened a match again since one of them is among them."""
    return lambda entry: as_then(timeline, matches.get(entry["subject"]), entry)
