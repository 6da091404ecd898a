"""What the page of a tournament is drawn from: rows of its views, all as of one event."""

from collections.abc import Callable, Collection, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec

from domain.registration import IN
from projections.bracket.queries import brackets, whole
from projections.memory import Rows as Tables
from projections.rows import Row, Rows

LINES = 12
"""The latest entries of the feed that the page shows."""
SHOWN = ("directory", "registrations", "bracket", "matches", "standings", "feed")
"""The views it is drawn from."""


class Entered(msgspec.Struct, frozen=True):
    """Everyone's name by id, who is in (by seed once there is a draw, else as they came), and the seeds."""

    named: Mapping[str, str]
    names: tuple[str, ...]
    seeds: Mapping[UUID, int]


class Known(msgspec.Struct, frozen=True):
    """One tournament after its event number `sequence`; `entries` are the feed's latest, latest first."""

    sequence: int
    tournament: Row
    bracket: Row | None
    entered: Entered
    matches: Collection[Row]
    match: Callable[[UUID], Row | None]
    places: Collection[Row]
    entries: list[Row]


def entered(registrations: Collection[Row], bracket: Row | None) -> Entered:
    """Who is who, until somebody registers, leaves or is seeded anew."""
    named = {str(row["registration_id"]): row["name"] for row in registrations}
    if bracket:
        names = tuple(named.get(entrant, "") for entrant in bracket["seeds"])
        seeds = {UUID(entrant): seed for seed, entrant in enumerate(bracket["seeds"], 1)}
        return Entered(named, names, seeds)
    ordered = sorted(registrations, key=lambda row: int(row["ordinal"]))
    return Entered(named, tuple(row["name"] for row in ordered if row["status"] in IN), {})


async def known(rows: Rows, tournament_id: UUID) -> Known:
    """What these rows say of a tournament that exists."""
    where = {"tournament_id": tournament_id}
    drawn = await brackets(rows, tournament_id)
    bracket = drawn[-1] if drawn else None
    matches = {row["match_id"]: row for row in await rows.select("matches", "match", where)}
    return Known(
        await rows.reached(tournament_id),
        (await rows.select("directory", "tournament", where))[0],
        bracket,
        entered(await rows.select("registrations", "registration", where), bracket),
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
    rounds, absences = rows("bracket", "round").values(), rows("bracket", "absence").values()
    drawn = [whole(row, rounds, absences) for row in rows("bracket", "bracket").values()]
    bracket = drawn[-1] if drawn else None
    matches = rows("matches", "match")
    return Known(
        sequence,
        line,
        bracket,
        earlier or entered(rows("registrations", "registration").values(), bracket),
        matches.values(),
        lambda match_id: matches.get((line["tournament_id"], match_id)),
        rows("standings", "place").values(),
        list(islice(reversed(rows("feed", "entry").values()), LINES)),
    )
