"""Matches with the names of their sides."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from projections.registrations.queries import names
from projections.rows import Row, Rows

SIDES = ("side_0", "side_1")


async def matches(rows: Rows, where: dict[str, Any], *, status: str | None = None) -> list[Row]:
    """A tournament's matches by number."""
    found = await rows.select("matches", "match", where, order=("number",))
    shown = await _named(rows, found)
    return [row for row in shown if status in (None, row["status"])]


async def match(rows: Rows, match_id: UUID) -> Row | None:
    """One match."""
    found = await rows.select("matches", "match", {"match_id": match_id})
    return (await _named(rows, found))[0] if found else None


async def numbered(rows: Rows, tournament_id: UUID, number: int) -> Row | None:
    """The match of that number; None before the draw is final."""
    found = await rows.select("matches", "match", {"tournament_id": tournament_id, "number": number})
    return (await _named(rows, found))[0] if found else None


async def _named(rows: Rows, found: list[Row]) -> list[Row]:
    named = await names(rows, entrants(found))
    return [seated(row, named) for row in found]


def entrants(matches: Iterable[Row]) -> Iterator[UUID | None]:
    """Who sits on either side of these; None where nobody sits yet."""
    return (row.get(side) for row in matches for side in SIDES)


def seated(row: Row, named: Mapping[str, str]) -> Row:
    """The row with its sides as people see them; None where nobody sits yet."""
    status = "ready" if _ready(row) else row["status"]
    sides = [_side(row, side, named) for side in (0, 1)]
    reports = [row.get(f"report_{side}") for side in (0, 1)]
    return {**row, "status": status, "sides": sides, "reports": reports}


def _ready(row: Row) -> bool:
    """No fact of its own says so: a match is ready when its second side is seated."""
    return row["status"] == "scheduled" and None not in entrants([row])


def _side(row: Row, side: int, named: Mapping[str, str]) -> Row | None:
    entrant = row.get(f"side_{side}")
    if entrant is None:
        return None
    won = None if row.get("winner") is None else row["winner"] == side
    return {"registration_id": entrant, "name": named.get(str(entrant), ""), "won": won}
