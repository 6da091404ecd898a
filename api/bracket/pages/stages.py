"""The stages of a tournament as its page shows them: what each is laid out as, and what stands in it."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import msgspec

from api.bracket.pages.geometry import Section, sections
from api.bracket.pages.groups import Group, Piece, fours, grouped
from api.bracket.pages.known import Known
from api.match.cards import Card, card
from api.pages.words import played, stage_title
from api.tournament.stages import is_table
from projections.bracket.queries import Drawn, bracket
from projections.kernel.rows import Row
from projections.standings.queries import plan

Cards = Mapping[int, Card]
Pieces = Mapping[str, Piece]


class Stage(msgspec.Struct, frozen=True):
    """A stage that is drawn: the sections of its bracket, or its groups; `played` is its format in words.

    `who` are the places of its seeds among all entrants.
    """

    number: int
    title: str
    played: str
    entrants: int
    final: bool
    best_of: int
    sections: tuple[Section, ...]
    groups: tuple[Group, ...]
    who: tuple[int, ...]


def cards(known: Known, touched: Collection[int] | None) -> dict[int, Card]:
    """Of these matches of all draws; of all matches where none are named."""
    found: dict[int, Card] = {}
    for row in known.drawn:
        draw = [match for match in row["draw"] if touched is None or match["number"] in touched]
        if not draw:
            continue
        own = _played(known, draw)
        shown = bracket(Drawn({**row, "draw": draw}, list(own.values()), known.entered.named))
        seeds = seeds_of(row)
        for match in shown["matches"]:
            number = match["number"]
            found[number] = card(match, own.get(number), row["best_of"], seeds, known.entered.who)
    return found


def seeds_of(row: Row) -> dict[UUID, int]:
    """Everyone's seed in a stage."""
    return {UUID(str(entrant)): seed for seed, entrant in enumerate(row["seeds"], 1)}


def _played(known: Known, draw: Sequence[Row]) -> dict[int, Row]:
    numbers = {match["number"] for match in draw}
    return {match["number"]: match for match in known.matches if match["number"] in numbers}


def stages(known: Known, shown: Cards) -> tuple[tuple[Stage, ...], dict[str, Piece]]:
    """All that are drawn, the latest first, and the elements of their groups by id."""
    found, pieces = list[Stage](), dict[str, Piece]()
    for row in sorted(known.drawn, key=lambda row: int(row["stage"]), reverse=True):
        groups, own = _groups(known, row, shown)
        pieces |= own
        found.append(_stage(known, row, groups))
    return tuple(found), pieces


def again(known: Known, shown: Cards, decided: Collection[int]) -> dict[str, Piece]:
    """The elements of those stages in which one of these matches was decided, or is no longer."""
    pieces: dict[str, Piece] = {}
    for row in known.drawn if decided else ():
        if is_table(row) and any(match["number"] in decided for match in row["draw"]):
            pieces |= _groups(known, row, shown)[1]
    return pieces


def _groups(known: Known, row: Row, shown: Cards) -> tuple[tuple[Group, ...], dict[str, Piece]]:
    if is_table(row):
        matches = list(_played(known, row["draw"]).values())
        stages = plan(known.tournament["definition"])
        return grouped(Drawn(row, matches, known.entered.named), shown, known.entered.who, stages)
    return fours(row) if row["played_as"]["format"] == "gsl" else ((), {})


def _stage(known: Known, row: Row, groups: tuple[Group, ...]) -> Stage:
    names = [known.entered.named.get(str(entrant), "") for entrant in row["seeds"]]
    return Stage(
        number=row["stage"],
        title=stage_title(row["played_as"]),
        played=f"{len(groups)} groups" if len(groups) > 1 else played(row["played_as"]),
        entrants=len(names),
        final=row["status"] != "drawn",
        best_of=row["best_of"],
        sections=() if groups else sections(row["draw"], names),
        groups=groups,
        who=tuple([known.entered.who[entrant] for entrant in seeds_of(row)]),
    )
