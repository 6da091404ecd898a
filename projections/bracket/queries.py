"""The draw filled with what is known: seeds, sides, results, and where each match leads."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

import msgspec

from projections.matches.queries import entrants, seated
from projections.registrations.queries import everyone, names
from projections.rows import Row, Rows

SHOWN = ("status", "starts_at", "station", "games", "winner", "ending")
DRAWN = ("number", "round", "bracket", "name", "winner_to", "loser_to", "if_needed", "after")


class Drawn(msgspec.Struct, frozen=True):
    """What a bracket is made of: its own row, the matches there are, and everyone's name."""

    row: Row
    matches: list[Row]
    named: Mapping[str, str]


async def drawn(rows: Rows, tournament_id: UUID) -> Drawn | None:
    """What is known of a tournament's bracket; None where nothing is drawn."""
    found = await rows.select("bracket", "bracket", {"tournament_id": tournament_id})
    if not found:
        return None
    matches = await rows.select("matches", "match", {"tournament_id": tournament_id})
    return Drawn(found[0], matches, await everyone(rows, tournament_id))


async def place(rows: Rows, tournament_id: UUID, number: int) -> Row | None:
    """One match of the bracket: its sides with their seeds, the places it gives, the matches it leads to.

    None where the draw has no match of that number.
    """
    found = await rows.select("bracket", "bracket", {"tournament_id": tournament_id})
    draw = {match["number"]: match for match in found[0]["draw"]} if found else {}
    if number not in draw:
        return None
    drawn = draw[number]
    near = [number, *(to[0] for to in (drawn["winner_to"], drawn["loser_to"]) if to)]
    played = await rows.select("matches", "match", {"tournament_id": tournament_id, "number": near})
    seeds = found[0]["seeds"]
    seeded = [UUID(str(seeds[each - 1])) for each in _seeds(draw[one] for one in near)]
    named = await names(rows, [*entrants(played), *seeded])
    row = {**found[0], "draw": [draw[each] for each in near]}
    match, *leads = bracket(Drawn(row, played, named))["matches"]
    ranks = {str(entrant): seed for seed, entrant in enumerate(seeds, 1)}
    sides = [{**side, "seed": ranks.get(str(side["registration_id"]))} for side in match["sides"]]
    after = {each["number"]: each for each in leads}
    return {
        **match,
        "best_of": row["best_of"],
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
        "matches": [_match(drawn, played.get(drawn["number"]), seeds) for drawn in row["draw"]],
    }


def _match(drawn: Mapping[str, Any], played: Row | None, seeds: list[Row]) -> Row:
    shown = {name: (played or {}).get(name) for name in SHOWN}
    sides = [
        _side(source, played["sides"][side] if played else None, seeds)
        for side, source in enumerate(drawn["sides"])
    ]
    return {
        **{name: drawn[name] for name in DRAWN},
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
