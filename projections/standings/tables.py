"""Stages that standings decide, and what a stage would be drawn from: today's rows in the domain's words."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.bracket.leading import ordered
from domain.bracket.refusals import SourcesOpen
from domain.bracket.tables import MATCHES, Course, Idle, Worth, cuts, level_at_cut, table, worth
from domain.bracket.tables import order as order_of
from domain.formats.draw import DrawnMatch
from domain.formats.stages import Stage, taken
from domain.match.ended import Ended
from domain.match.score import GameScore
from domain.standings.placing import Placing
from domain.standings.table import Standing
from projections.kernel.rows import Row
from projections.match.queries import sides_of
from projections.standings.records import NONE, counted

Slot = tuple[int, str, int]
"""A stage, a group of it, and a rank in that."""


def course(row: Row, matches: Sequence[Row]) -> Course:
    """What the standings of a bracket's row are made of, with the rows of its matches."""
    return Course(
        stage=msgspec.convert(row["played_as"], Stage),
        seeds=[UUID(str(entrant)) for entrant in row["seeds"]],
        matches=msgspec.convert(row["draw"], list[DrawnMatch]),
        counted={match["number"]: _worth(match) for match in matches if match["status"] == "completed"},
        idle=msgspec.convert(row["idle"], list[Idle]),
        ties=row.get("ties"),
        conduct={UUID(entrant): points for entrant, (points, _) in row["conduct"].items()},
    )


def _worth(match: Row) -> Worth:
    games = msgspec.convert(match["games"], list[GameScore] | None)
    return worth(Ended(sides_of(match), games, match["winner"], match["ending"]))


def shown(row: Row, matches: Sequence[Row], named: Mapping[str, str], plan: Sequence[Stage]) -> list[Row]:
    """The standings of each group, every value with the rounds it is made of and the matches behind them.

    Who is `level_at_cut` is said of a group once all its matches so far are decided.
    """
    there = course(row, matches)
    cut = cuts(plan, row["stage"])
    gone = [seed for seed, entrant in enumerate(there.seeds, 1) if str(entrant) in row["left"]]
    open_ = {match.bracket for match in there.matches if match.number not in there.counted}
    decided = {match.bracket for match in there.matches} - open_
    records = counted(matches, [row])
    by_round: dict[tuple[int, UUID], Row] = {}
    for match in matches:
        for entrant in sides_of(match):
            if entrant is not None:
                by_round[match["round"], entrant] = match
    return [
        {
            "name": name,
            "rows": [
                {
                    **_standing(one, there.seeds, by_round, named, row),
                    **records.get(there.seeds[one.number - 1], NONE),
                    "level_at_cut": one.number in level,
                }
                for one in standing
            ],
        }
        for name, standing in table(there).items()
        for level in (level_at_cut(standing, cut if name in decided else (), gone),)
    ]


def _standing(
    one: Standing,
    seeds: Sequence[UUID],
    by_round: Mapping[tuple[int, UUID], Row],
    named: Mapping[str, str],
    row: Row,
) -> Row:
    entrant = seeds[one.number - 1]
    _, recorded = row["conduct"].get(str(entrant), (0, None))
    values = []
    for name, value in one.values.items():
        parts = []
        for part in value.parts if value else ():
            match = by_round.get((part.round, entrant), {})
            opponent = seeds[part.opponent - 1] if part.opponent else None
            parts.append(
                {
                    "round": part.round,
                    "opponent": opponent,
                    "name": named.get(str(opponent), "") if opponent else None,
                    "amount": part.amount,
                    "counted": part.counted,
                    "why": part.why,
                    "match": match.get("number"),
                    "sequence": match.get("sequence", recorded),
                }
            )
        unit = value.unit if value else 1
        values.append({"name": name, "value": value.shown if value else None, "unit": unit, "parts": parts})
    return {
        "position": one.position,
        "low": one.low,
        "high": one.high,
        "seed": one.number,
        "registration_id": entrant,
        "name": named.get(str(entrant), ""),
        "points": one.points,
        "left": row["left"].get(str(entrant)),
        "values": values,
    }


def orders(row: Row, matches: Sequence[Row], places: Sequence[Row]) -> dict[str, list[UUID | None]]:
    """Who is on which rank of each group now; of an elimination nobody before their place is certain."""
    there = course(row, matches)
    if there.stage.is_table:
        tables = table(there)
        return {name: [*ranked] for name, ranked in zip(tables, order_of(tables, there.seeds), strict=True)}
    certain = {place["entrant"]: place for place in places if place["bracket_id"] == row["bracket_id"]}
    whole = [
        Placing(entrant=one, low=certain[one]["low"], high=certain[one]["high"])
        if one in certain
        else Placing(entrant=one, low=0, high=0)
        for one in there.seeds
    ]
    groups = ordered(there.matches, there.seeds, whole)
    return {
        name: [None] * (len(group) - len(known)) + known
        for name, group in groups.items()
        for known in ([one for one in group if one in certain],)
    }


def preview(stage: Stage, known: Mapping[int, Mapping[str, Sequence[UUID | None]]]) -> list[tuple[Slot, Any]]:
    """Whom the stage would take now, from its seed 1 on: the stage, group and rank, and who is there.

    Raises SourcesOpen for a stage before that is not drawn.
    """
    slots: dict[int, list[list[Slot]]] = {}
    there: dict[Slot, UUID | None] = {}
    for source in stage.sources or ():
        if source.stage not in known:
            raise SourcesOpen(stage=source.stage)
        slots[source.stage] = []
        for name, ranked in known[source.stage].items():
            line = [(source.stage, name, rank) for rank in range(1, len(ranked) + 1)]
            slots[source.stage].append(line)
            there.update(zip(line, ranked, strict=True))
    if not stage.sources:
        line = [(0, MATCHES, rank) for rank in range(1, len(known[0][MATCHES]) + 1)]
        slots[0] = [line]
        there.update(zip(line, known[0][MATCHES], strict=True))
    return [(slot, there[slot]) for slot in taken(stage, slots)]
