"""A tournament's stages as they stand, and what each would be drawn from now."""

import asyncio
from collections.abc import Mapping
from itertools import chain
from typing import Any
from uuid import UUID

import msgspec

from domain.bracket.mates import mates_apart
from domain.bracket.refusals import Undrawable
from domain.bracket.tables import MATCHES
from domain.entry.registration import IN
from domain.formats.draw import DrawnMatch, renumbered
from domain.formats.stages import Stage, drawn_as
from domain.kernel.refusals import NotFound
from projections.bracket.queries import brackets
from projections.entry.queries import everyone
from projections.kernel.rows import Row, Rows
from projections.match.queries import select
from projections.standings import tables
from projections.standings.queries import plan


async def stages(rows: Rows, tournament_id: UUID) -> list[Row]:
    """Every stage of the plan."""
    drawn = {row["stage"]: row for row in await brackets(rows, tournament_id)}
    decided = await _decided(rows, tournament_id)
    return [
        _stage(number, stage, drawn.get(number), decided)
        for number, stage in enumerate(await _plan(rows, tournament_id), 1)
    ]


async def _plan(rows: Rows, tournament_id: UUID) -> list[Stage]:
    (found,) = await rows.select("directory", "tournament", {"tournament_id": tournament_id})
    return plan(found["definition"])


async def _decided(rows: Rows, tournament_id: UUID) -> set[int]:
    where = {"tournament_id": tournament_id, "status": "completed"}
    return {match["number"] for match in await rows.select("matches", "match", where)}


def _stage(number: int, stage: Stage, row: Row | None, decided: set[int]) -> Row:
    shown: dict[str, Any] = {"number": number, "name": stage.title, "played_as": msgspec.to_builtins(stage)}
    if row is None:
        return {**shown, "status": "not drawn", "entrants": None, "round": None, "open": None}
    return {
        **shown,
        "played_as": row["played_as"],
        "status": row["status"],
        "entrants": len(row["seeds"]),
        "round": max((match["round"] for match in row["draw"]), default=None),
        "open": sum(match["number"] not in decided for match in row["draw"]),
    }


async def table(rows: Rows, tournament_id: UUID, number: int) -> Row | None:
    """The standings of a stage that is a table; None where it is none, or not drawn."""
    for row in await brackets(rows, tournament_id):
        stage = msgspec.convert(row["played_as"], Stage)
        if row["stage"] == number and stage.is_table:
            matches = await _matches(rows, tournament_id, row)
            named = await everyone(rows, tournament_id)
            stages = await _plan(rows, tournament_id)
            groups = await asyncio.to_thread(tables.shown, row, matches, named, stages)
            return {"stage": number, "tie_breaks": stage.order_of_merit, "groups": groups}
    return None


async def _matches(rows: Rows, tournament_id: UUID, row: Row) -> list[Row]:
    numbers = {match["number"] for match in row["draw"]}
    found = await select(rows, {"tournament_id": tournament_id})
    return [match for match in found if match["number"] in numbers]


async def preview(rows: Rows, tournament_id: UUID, number: int) -> Row:
    """What a stage would be drawn from now, and its draw. Raises NotFound, SourcesOpen, Undrawable."""
    stages = await _plan(rows, tournament_id)
    if number > len(stages):
        raise NotFound(what="stage")
    stage, drawn = stages[number - 1], {row["stage"]: row for row in await brackets(rows, tournament_id)}
    places = await rows.select("standings", "place", {"tournament_id": tournament_id})
    left = await _left(rows, tournament_id)
    known = {0: {MATCHES: await _entered(rows, tournament_id)}}
    for source in {source.stage for source in stage.sources} & set(drawn):
        matches = await _matches(rows, tournament_id, drawn[source])
        ranked = await asyncio.to_thread(tables.orders, drawn[source], matches, places)
        known[source] = {name: [one for one in group if one not in left] for name, group in ranked.items()}
    try:
        there = dict(tables.preview(stage, known))
    except ValueError as refused:
        raise Undrawable(problem=str(refused)) from None
    groups = {slot: f"{slot[0]}.{slot[1]}" for slot in there if slot[0]}
    comers = [(slot, there[slot]) for slot in await asyncio.to_thread(mates_apart, stage, [*there], groups)]
    named = await everyone(rows, tournament_id)
    before = [UUID(str(one)) for one in drawn[number]["seeds"]] if number in drawn else None
    sources = [drawn[source.stage] for source in stage.sources if source.stage]
    return {
        "stage": number,
        "complete": all(row["status"] == "completed" for row in sources),
        "differs": bool(sources) and before is not None and before != [entrant for _, entrant in comers],
        "entrants": [
            {
                "seed": seed,
                "stage": slot[0],
                "group": slot[1],
                "rank": slot[2],
                "registration_id": entrant,
                "name": named.get(str(entrant)) if entrant else None,
            }
            for seed, (slot, entrant) in enumerate(comers, 1)
        ],
        "matches": await asyncio.to_thread(_draw, stage, len(comers), number, drawn),
    }


async def _left(rows: Rows, tournament_id: UUID) -> set[UUID | None]:
    """Who is not in any more: the next in their group comes in their place."""
    found = await rows.select("registrations", "registration", {"tournament_id": tournament_id})
    return {row["registration_id"] for row in found if row["status"] not in IN}


async def _entered(rows: Rows, tournament_id: UUID) -> list[UUID | None]:
    found = await rows.select("registrations", "registration", {"tournament_id": tournament_id})
    there = sorted((row for row in found if row["status"] in IN), key=lambda row: int(row["ordinal"]))
    return [row["registration_id"] for row in there]


def _draw(stage: Stage, entrants: int, number: int, drawn: Mapping[int, Row]) -> list[DrawnMatch]:
    """Numbered as drawing it now would number it: like the draw there is, or after all other stages."""
    if stage.by_rounds:
        return []
    try:
        matches = drawn_as(stage, entrants)
    except ValueError as refused:
        raise Undrawable(problem=str(refused)) from None
    taken = {each: [match["number"] for match in row["draw"]] for each, row in drawn.items()}
    own = taken.pop(number, [])
    if own and len(own) == len(matches):
        return renumbered(matches, min(own) - 1)
    return renumbered(matches, max(chain(*taken.values()), default=0))
