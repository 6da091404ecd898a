"""Matches with the names of their sides."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from projections.rows import Row, Rows


async def matches(
    rows: Rows, where: dict[str, Any], names: Mapping[str, str], *, status: str | None = None
) -> list[Row]:
    """A tournament's matches by number."""
    found = await rows.select("matches", "match", where, order=("number",))
    shown = [seated(row, names) for row in found]
    return [row for row in shown if status in (None, row["status"])]


async def match(rows: Rows, match_id: UUID, names: Mapping[str, str]) -> Row | None:
    """One match."""
    found = await rows.select("matches", "match", {"match_id": match_id})
    return seated(found[0], names) if found else None


def seated(row: Row, names: Mapping[str, str]) -> Row:
    """The row with its sides as people see them; None where nobody sits yet."""
    status = "ready" if _ready(row) else row["status"]
    return {**row, "status": status, "sides": [_side(row, side, names) for side in (0, 1)]}


def _ready(row: Row) -> bool:
    """No fact of its own says so: a match is ready when its second side is seated."""
    return row["status"] == "scheduled" and None not in (row.get("side_0"), row.get("side_1"))


def _side(row: Row, side: int, names: Mapping[str, str]) -> Row | None:
    entrant = row.get(f"side_{side}")
    if entrant is None:
        return None
    won = None if row.get("winner") is None else row["winner"] == side
    return {"registration_id": entrant, "name": names.get(str(entrant), ""), "won": won}
