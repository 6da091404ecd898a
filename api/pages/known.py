"""What the page of a tournament is drawn from: rows of its views, all as of one event."""

from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from typing import Any
from uuid import UUID

from domain.registration import IN
from projections.memory import Rows as Tables
from projections.rows import Row, Rows

LINES = 12
"""The latest entries of the feed that the page shows."""
SHOWN = ("directory", "registrations", "bracket", "matches", "standings", "feed")
"""The views it is drawn from."""


class Known:
    """One tournament after its event number `sequence`."""

    def __init__(
        self,
        sequence: int,
        tournament: Row,
        bracket: Row | None,
        registrations: list[Row],
        matches: Mapping[UUID, Row],
        places: list[Row],
        entries: list[Row],
    ) -> None:
        """`entries` are the latest of the feed, the very latest first."""
        self.sequence = sequence
        self.tournament = tournament
        self.bracket = bracket
        self.matches = matches
        self.places = places
        self.entries = entries
        self._registrations = registrations

    @cached_property
    def named(self) -> Mapping[str, str]:
        """The names of all who ever entered, by id."""
        return {str(row["registration_id"]): row["name"] for row in self._registrations}

    @cached_property
    def entered(self) -> list[str]:
        """Who is in: by seed once there is a draw, else as they came."""
        if self.bracket:
            return [self.named.get(entrant, "") for entrant in self.bracket["seeds"]]
        ordered = sorted(self._registrations, key=lambda row: int(row["ordinal"]))
        return [row["name"] for row in ordered if row["status"] in IN]


async def known(rows: Rows, tournament_id: UUID) -> Known:
    """What these rows say of a tournament that exists."""
    where = {"tournament_id": tournament_id}
    found = await rows.select("bracket", "bracket", where)
    matches = await rows.select("matches", "match", where)
    return Known(
        await rows.reached(tournament_id),
        (await rows.select("directory", "tournament", where))[0],
        found[0] if found else None,
        await rows.select("registrations", "registration", where),
        {row["match_id"]: row for row in matches},
        await rows.select("standings", "place", where),
        await rows.select("feed", "entry", where, order=("sequence",), descending=True, limit=LINES),
    )


def known_of(tables: Mapping[str, Tables], sequence: int) -> Known:
    """What tables in memory say of the one tournament they hold."""

    def rows(view: str, table: str) -> dict[tuple[Any, ...], Row]:
        return tables[view].get(table, {})

    return Known(
        sequence,
        next(iter(rows("directory", "tournament").values())),
        next(iter(rows("bracket", "bracket").values()), None),
        list(rows("registrations", "registration").values()),
        {row["match_id"]: row for row in rows("matches", "match").values()},
        list(rows("standings", "place").values()),
        list(islice(reversed(rows("feed", "entry").values()), LINES)),
    )
