"""Matches with the names of their sides."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from projections.rows import Row, Rows


async def matches(rows: Rows, where: dict[str, Any], names: Mapping[str, str]) -> list[Row]:
    """A tournament's matches by number."""
    found = await rows.select("matches", "match", where, order=("number",))
    return [seated(row, names) for row in found]


async def match(rows: Rows, match_id: UUID, names: Mapping[str, str]) -> Row | None:
    """One match."""
    found = await rows.select("matches", "match", {"match_id": match_id})
    return seated(found[0], names) if found else None


def seated(row: Row, names: Mapping[str, str]) -> Row:
    """The row with its sides as people see them; None where nobody sits yet."""
    return {**row, "sides": [_side(row, side, names) for side in (0, 1)]}


def _side(row: Row, side: int, names: Mapping[str, str]) -> Row | None:
    entrant = row.get(f"side_{side}")
    if entrant is None:
        return None
    won = None if row.get("winner") is None else row["winner"] == side
    return {"registration_id": entrant, "name": names.get(str(entrant), ""), "won": won}
