"""Matches with the names of their sides."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from projections.entry.queries import names
from projections.kernel.rows import Row, Rows

SIDES = ("side_0", "side_1")


async def matches(rows: Rows, where: dict[str, Any], *, status: str | None = None) -> list[Row]:
    """A tournament's matches by number."""
    found = await select(rows, where)
    shown = await _named(rows, found)
    return [row for row in shown if status in (None, row["status"])]


async def match(rows: Rows, match_id: UUID) -> Row | None:
    """One match."""
    found = await select(rows, {"match_id": match_id})
    return (await _named(rows, found))[0] if found else None


async def numbered(rows: Rows, tournament_id: UUID, number: int) -> Row | None:
    """The match of that number; None before the draw is final."""
    found = await select(rows, {"tournament_id": tournament_id, "number": number})
    return (await _named(rows, found))[0] if found else None


async def _named(rows: Rows, found: list[Row]) -> list[Row]:
    named = await names(rows, entrants(found))
    return [seated(row, named) for row in found]


async def select(rows: Rows, where: Mapping[str, Any]) -> list[Row]:
    """Rows of matches by number, those of many with the `more` who sit there beside the first two."""
    found = await rows.select("matches", "match", where, order=("number",))
    many = [row["match_id"] for row in found if (row.get("seats") or 0) > len(SIDES)]
    return with_more(found, await rows.select("matches", "seat", {"match_id": many})) if many else found


def with_more(matches: Iterable[Row], seats: Iterable[Row]) -> list[Row]:
    """The rows of matches, with those of the seats beside the first two."""
    more: dict[UUID, dict[int, UUID]] = {}
    for seat in seats:
        more.setdefault(seat["match_id"], {})[seat["side"]] = seat["entrant"]
    return [
        {**row, "more": [more.get(row["match_id"], {}).get(side) for side in range(2, row["seats"])]}
        if (row.get("seats") or 0) > len(SIDES)
        else row
        for row in matches
    ]


def sides_of(match: Row) -> list[UUID | None]:
    """Who sits on each side of a match; None where nobody sits yet."""
    return [match.get("side_0"), match.get("side_1"), *match.get("more", ())]


def entrants(matches: Iterable[Row]) -> Iterator[UUID | None]:
    """Who sits on any side of these; None where nobody sits yet."""
    return (entrant for row in matches for entrant in sides_of(row))


def seated(row: Row, named: Mapping[str, str]) -> Row:
    """The row with its sides as people see them; None where nobody sits yet."""
    status = "ready" if _ready(row) else row["status"]
    sides = [_side(row, side, entrant, named) for side, entrant in enumerate(sides_of(row))]
    reports = [row.get(f"report_{side}") for side in (0, 1)]
    return {**row, "status": status, "sides": sides, "reports": reports}


def _ready(row: Row) -> bool:
    """No fact of its own says so: a match is ready when its second side is seated."""
    return row["status"] == "scheduled" and None not in entrants([row])


def _side(row: Row, side: int, entrant: UUID | None, named: Mapping[str, str]) -> Row | None:
    if entrant is None:
        return None
    won = None if row.get("winner") is None else row["winner"] == side
    return {"registration_id": entrant, "name": named.get(str(entrant), ""), "won": won}
