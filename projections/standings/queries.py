"""Places as they are printed: shared ranks as a range, with what decided them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from projections.matches import queries as matches
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
            "place": printed(row["low"], row["high"]),
            "registration_id": row["entrant"],
            "name": named.get(str(row["entrant"]), ""),
            "match": row["match"],
            "sequence": row["sequence"],
        }
        for row in found
    ]
    return sorted(shown, key=lambda place: (place["low"], place["high"], place["name"]))


async def table(rows: Rows, tournament_id: UUID) -> list[Row]:
    """Everyone in the draw with the matches they won and lost: who is still in, in order of seeds, then the
    places; `decided` is the match that decided a place."""
    placed = await standings(rows, tournament_id)
    played = await matches.matches(rows, {"tournament_id": tournament_id})
    numbered = {match["number"]: match for match in played}
    certain = [{**place, "decided": numbered.get(place["match"])} for place in placed]
    still = await _still_in(rows, tournament_id, {place["registration_id"] for place in placed})
    record = counted(played)
    return [{**row, **record.get(row["registration_id"], NONE)} for row in (*still, *certain)]


async def _still_in(rows: Rows, tournament_id: UUID, placed: set[UUID]) -> list[Row]:
    found = await rows.select("bracket", "bracket", {"tournament_id": tournament_id})
    seeds = [UUID(str(entrant)) for entrant in found[0]["seeds"]] if found else []
    left = [entrant for entrant in seeds if entrant not in placed]
    named = await names(rows, left)
    return [
        {"place": None, "registration_id": entrant, "name": named.get(str(entrant), ""), "decided": None}
        for entrant in left
    ]


NONE: Mapping[str, Any] = {"won": 0, "lost": 0}


def counted(played: Iterable[Row]) -> dict[UUID, dict[str, int]]:
    """Matches won and lost by each entrant."""
    found: dict[UUID, dict[str, int]] = {}
    for match in played:
        for side in (0, 1):
            if match.get("winner") is not None and (entrant := match.get(f"side_{side}")):
                row = found.setdefault(entrant, dict(NONE))
                row["won" if match["winner"] == side else "lost"] += 1
    return found


def printed(low: int, high: int) -> str:
    """`5–8`, or `1` where nobody shares the place."""
    return str(low) if low == high else f"{low}–{high}"
