"""The draw filled with what is known: seeds, sides, results, and where each match leads."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

import msgspec

from projections.entry.queries import everyone, names
from projections.kernel.rows import Row, Rows
from projections.match.queries import entrants, seated, select

SHOWN = ("status", "starts_at", "station", "games", "winner", "ending")
DRAWN = ("number", "round", "bracket", "name", "winner_to", "loser_to", "if_needed", "after")


class Drawn(msgspec.Struct, frozen=True):
    """What a bracket is made of: its own row, the matches there are, and everyone's name."""

    row: Row
    matches: list[Row]
    named: Mapping[str, str]


async def brackets(rows: Rows, tournament_id: UUID) -> list[Row]:
    """The rows of a tournament's brackets by stage, each with its whole draw and with who is `idle` in it."""
    where = {"tournament_id": tournament_id}
    found = await rows.select("bracket", "bracket", where, order=("stage",))
    by_rounds = not all(row["draw"] for row in found)
    rounds = await rows.select("bracket", "round", where, order=("number",)) if by_rounds else []
    known = await rows.select("bracket", "entrant", where) if found else []
    late = await rows.select("bracket", "joining", where, order=("joined",)) if found else []
    return [whole(row, rounds, known, late) for row in found]


def whole(row: Row, rounds: Iterable[Row], entrants: Iterable[Row], joinings: Iterable[Row]) -> Row:
    """A bracket's row with the rounds drawn since, and who was `idle` in them; `left` says who left, and how.

    `joinings` are the meetings that a table has more since somebody came late, in that order. Who came late
    to a draw that was opened again, or left one that was drawn anew, did not in this one. Nobody missed a
    round that was drawn again since.
    """
    own = [each for each in rounds if each["bracket_id"] == row["bracket_id"]]
    known = [each for each in entrants if each["bracket_id"] == row["bracket_id"]]
    late = [
        each
        for each in joinings
        if each["bracket_id"] == row["bracket_id"] and each["joined"] > row["opened"]
    ]
    drawn = {each["number"]: each["drawn"] for each in own}
    joined = [each for each in known if (each.get("joined") or 0) > row["opened"]]
    missed = [
        idle
        for each in joined
        for idle in each["missed"]
        if idle["round"] in drawn and drawn[idle["round"]] < each["joined"]
    ]
    left = [each for each in known if each.get("kind") and each["changed"] > row["drawn"]]
    fair = [each for each in known if (each.get("recorded") or 0) > row["drawn"]]
    return {
        "ties": None,
        **row,
        "draw": [
            *row["draw"],
            *(match for each in own for match in each["draw"]),
            *(match for each in late for match in each["meetings"]),
        ],
        "idle": [*(idle for each in own for idle in each["idle"]), *missed],
        "left": {str(each["entrant"]): each["kind"] for each in left},
        "conduct": {str(each["entrant"]): (each["conduct"], each["recorded"]) for each in fair},
    }


async def drawn(rows: Rows, tournament_id: UUID, stage: int = 1) -> Drawn | None:
    """What is known of the bracket of a stage; None where nothing is drawn."""
    found = [row for row in await brackets(rows, tournament_id) if row["stage"] == stage]
    if not found:
        return None
    numbers = {match["number"] for match in found[0]["draw"]}
    matches = await select(rows, {"tournament_id": tournament_id})
    own = [match for match in matches if match["number"] in numbers]
    return Drawn(found[0], own, await everyone(rows, tournament_id))


async def place(rows: Rows, tournament_id: UUID, number: int) -> Row | None:
    """One match in its bracket: its sides with their seeds, the places it gives, the matches it leads to, and
    how its stage is played.

    None where no draw has a match of that number.
    """
    for found in await brackets(rows, tournament_id):
        draw = {match["number"]: match for match in found["draw"]}
        if number in draw:
            return await _place(rows, found, draw, number)
    return None


async def _place(rows: Rows, found: Row, draw: Mapping[int, Any], number: int) -> Row:
    drawn, where = draw[number], {"tournament_id": found["tournament_id"]}
    near = [number, *(to[0] for to in (drawn["winner_to"], drawn["loser_to"]) if to)]
    played = await select(rows, {**where, "number": near})
    seeds = found["seeds"]
    seeded = [UUID(str(seeds[each - 1])) for each in _seeds(draw[one] for one in near)]
    named = await names(rows, [*entrants(played), *seeded])
    row = {**found, "draw": [draw[each] for each in near]}
    match, *leads = bracket(Drawn(row, played, named))["matches"]
    ranks = {str(entrant): seed for seed, entrant in enumerate(seeds, 1)}
    sides = [{**side, "seed": ranks.get(str(side["registration_id"]))} for side in match["sides"]]
    after = {each["number"]: each for each in leads}
    return {
        **match,
        "stage": found["stage"],
        "played_as": found["played_as"],
        "sides": sides,
        "winner_place": drawn["winner_place"],
        "loser_place": drawn["loser_place"],
        "winner_next": after.get((drawn["winner_to"] or [None])[0]),
        "loser_next": after.get((drawn["loser_to"] or [None])[0]),
    }


def _seeds(draw: Iterable[Mapping[str, Any]]) -> Iterator[int]:
    return (side["number"] for match in draw for side in match["sides"] if side["kind"] == "seed")


def bracket(drawn: Drawn) -> Row:
    """The bracket, its matches in the order they can be played; of thousands it takes a while."""
    row, named = drawn.row, drawn.named
    played = {match["number"]: seated(match, named) for match in drawn.matches}
    seeds = [
        {"seed": seed, "registration_id": entrant, "name": named.get(entrant, "")}
        for seed, entrant in enumerate(row["seeds"], 1)
    ]
    return {
        **row,
        "seeds": seeds,
        "matches": [
            _match(drawn, played.get(drawn["number"]), seeds, row["best_of"]) for drawn in row["draw"]
        ],
    }


def _match(drawn: Mapping[str, Any], played: Row | None, seeds: list[Row], best_of: int) -> Row:
    shown = {name: (played or {}).get(name) for name in SHOWN}
    sides = [
        _side(source, played["sides"][side] if played else None, seeds)
        for side, source in enumerate(drawn["sides"])
    ]
    return {
        **{name: drawn[name] for name in DRAWN},
        "best_of": drawn.get("best_of") or best_of,
        **shown,
        "status": shown["status"] or "drawn",
        "match_id": played["match_id"] if played else None,
        "sides": sides,
    }


def _side(source: Mapping[str, Any], seated: Row | None, seeds: list[Row]) -> Row:
    """Where the side comes from, and who it is once that is known."""
    if seated is None and source["kind"] == "seed":
        seed = seeds[source["number"] - 1]
        seated = {"registration_id": seed["registration_id"], "name": seed["name"], "won": None}
    known = seated or {"registration_id": None, "name": None, "won": None}
    return {"source": dict(source), **known}
