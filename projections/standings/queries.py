"""Places as they are printed: shared ranks as a range."""

from uuid import UUID

from projections.registrations.queries import names
from projections.rows import Row, Rows


async def standings(rows: Rows, tournament_id: UUID) -> list[Row]:
    """Everyone whose place is certain, the best first."""
    found = await rows.select("standings", "place", {"tournament_id": tournament_id})
    named = await names(rows, [row["entrant"] for row in found])
    shown = [
        {
            "low": row["low"],
            "high": row["high"],
            "place": _printed(row["low"], row["high"]),
            "registration_id": row["entrant"],
            "name": named.get(str(row["entrant"]), ""),
            "sequence": row["sequence"],
        }
        for row in found
    ]
    return sorted(shown, key=lambda place: (place["low"], place["high"], place["name"]))


def _printed(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"
