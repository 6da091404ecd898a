"""Places as they are printed: shared ranks as a range, with what decided them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.formats.stages import Stage
from domain.tournament.definition import Definition
from domain.tournament.overall import overall
from projections.bracket.queries import brackets
from projections.entry.queries import names
from projections.kernel.rows import Row, Rows
from projections.match import queries as matches
from projections.standings.records import NONE, counted


async def standings(rows: Rows, tournament_id: UUID) -> list[Row]:
    """Everyone whose place is certain, the best first."""
    drawn = await brackets(rows, tournament_id)
    found = {(row["bracket_id"], row["entrant"]): row for row in await _places(rows, tournament_id)}
    named = await names(rows, [entrant for _, entrant in found])
    shown = []
    for bracket, entrant, low, high in certain(await _plan(rows, tournament_id), drawn, found.values()):
        row = found[bracket, entrant]
        shown.append(
            {
                "low": low,
                "high": high,
                "place": printed(low, high),
                "registration_id": entrant,
                "name": named.get(str(entrant), ""),
                "match": row.get("match"),
                "sequence": row.get("decided") or row.get("ended"),
            }
        )
    return sorted(shown, key=lambda place: (place["low"], place["high"], place["name"]))


async def _places(rows: Rows, tournament_id: UUID) -> list[Row]:
    return await rows.select("standings", "place", {"tournament_id": tournament_id})


async def _plan(rows: Rows, tournament_id: UUID) -> list[Stage]:
    found = await rows.select("directory", "tournament", {"tournament_id": tournament_id})
    return plan(found[0]["definition"]) if found else []


def plan(definition: Mapping[str, Any]) -> list[Stage]:
    """The stages of a definition as its view has it."""
    return msgspec.convert(definition, Definition).plan


def certain(
    stages: Sequence[Stage], drawn: Iterable[Row], places: Iterable[Row]
) -> list[tuple[UUID, UUID, int, int]]:
    """Bracket, entrant, and the first and last rank of each place in the tournament that is certain."""
    by_id = {row["bracket_id"]: row for row in drawn}
    placed: dict[int, dict[UUID, tuple[int, int]]] = {row["stage"]: {} for row in by_id.values()}
    last: dict[UUID, Any] = {}
    for row in places:
        number = by_id[row["bracket_id"]]["stage"]
        placed[number][row["entrant"]] = row["low"], row["high"]
    members = {row["stage"]: [UUID(str(one)) for one in row["seeds"]] for row in by_id.values()}
    for row in sorted(by_id.values(), key=lambda row: row["stage"]):
        last.update(dict.fromkeys(placed[row["stage"]], row["bracket_id"]))
    return [(last[one], one, low, high) for one, low, high in overall(stages, members, placed)]


async def table(rows: Rows, tournament_id: UUID) -> list[Row]:
    """Everyone in the draw with the matches they won and lost: who is still in, in order of seeds, then the
    places; `decided` is the match that decided a place."""
    placed = await standings(rows, tournament_id)
    played = await matches.matches(rows, {"tournament_id": tournament_id})
    numbered = {match["number"]: match for match in played}
    settled = [{**place, "decided": numbered.get(place["match"])} for place in placed]
    still = await _still_in(rows, tournament_id, {place["registration_id"] for place in placed})
    record = counted(played, await brackets(rows, tournament_id))
    return [{**row, **record.get(row["registration_id"], NONE)} for row in (*still, *settled)]


async def _still_in(rows: Rows, tournament_id: UUID, placed: set[UUID]) -> list[Row]:
    drawn = await brackets(rows, tournament_id)
    seeds = dict.fromkeys(UUID(str(entrant)) for row in reversed(drawn) for entrant in row["seeds"])
    left = [entrant for entrant in seeds if entrant not in placed]
    named = await names(rows, left)
    return [
        {"place": None, "registration_id": entrant, "name": named.get(str(entrant), ""), "decided": None}
        for entrant in left
    ]


def printed(low: int, high: int) -> str:
    """`5–8`, or `1` where nobody shares the place."""
    return str(low) if low == high else f"{low}–{high}"
