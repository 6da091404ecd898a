"""What the page of a tournament is drawn from: rows of its views, all as of one event."""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec

from domain.entry.registration import IN
from projections.bracket.queries import brackets, whole
from projections.kernel.changes import Tables
from projections.kernel.rows import Row, Rows
from projections.match.queries import select, with_more

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

    `drawn` are the brackets of those of its stages that are drawn, in order.
    """

    sequence: int
    tournament: Row
    drawn: Sequence[Row]
    entered: Entered
    matches: Collection[Row]
    match: Callable[[UUID], Row | None]
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
    return Known(
        await rows.reached(tournament_id),
        line,
        drawn,
        entered(await rows.select("registrations", "registration", where), drawn),
        matches.values(),
        matches.get,
        await rows.select("standings", "place", where),
        await rows.select("feed", "entry", where, order=("sequence",), descending=True, limit=LINES),
    )


def known_of(tables: Mapping[str, Tables], sequence: int, earlier: Entered | None = None) -> Known:
    """What tables in memory say of the one tournament they hold; `earlier` where it still holds."""

    def rows(view: str, table: str) -> dict[tuple[Any, ...], Row]:
        return tables[view].get(table, {})

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
        matches.get,
        rows("standings", "place").values(),
        list(islice(reversed(rows("feed", "entry").values()), LINES)),
    )
