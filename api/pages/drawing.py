"""Everything the page of a tournament shows, as values: equal values are drawn alike."""

from collections.abc import Collection, Mapping
from datetime import datetime
from heapq import nsmallest
from itertools import islice
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from api.pages.cards import Card, card, under_way
from api.pages.geometry import Section, sections
from api.pages.known import LINES, Known
from api.pages.words import kind
from projections.bracket.queries import Drawn, bracket
from projections.feed.queries import told
from projections.rows import Row
from projections.standings.queries import NONE, counted, printed

MARKS = {
    "Match.ResultConfirmed": "result",
    "Match.Forfeited": "result",
    "Match.WalkedOver": "result",
    "Match.DoubleForfeited": "result",
    "Bracket.Generated": "stage",
    "Bracket.Finalized": "stage",
    "Match.ResultCorrected": "result",
    "Match.ResultRestored": "result",
    "Tournament.Started": "stage",
    "Tournament.Completed": "stage",
}
"""What is marked along the history: a match that ended, and the tournament going on to its next stage."""
NOW = 8
"""The matches under way that the strip shows."""
PLACED = 16
"""The lines of the standings below the bracket."""


class Hero(msgspec.Struct, frozen=True):
    """The tournament in a line or two."""

    name: str
    status: str
    format: str
    entrants: int
    starts_at: datetime | None
    winner: str | None


class Line(msgspec.Struct, frozen=True):
    """An entry of the feed."""

    sequence: int
    at: datetime
    kind: str
    mark: str | None
    text: str


class Place(msgspec.Struct, frozen=True):
    """An entrant's line in the standings; nothing printed while the place is open."""

    printed: str
    name: str
    won: int
    lost: int


class Drawing(msgspec.Struct, frozen=True):
    """One tournament after its event number `sequence`; `more` are the places beyond those shown."""

    most: ClassVar[int] = LINES

    tournament: str
    sequence: int
    hero: Hero
    sections: tuple[Section, ...]
    entered: tuple[str, ...]
    best_of: int
    cards: dict[int, Card]
    now: tuple[Card, ...]
    places: tuple[Place, ...]
    more: int
    lines: tuple[Line, ...]


def drawing(known: Known, earlier: Drawing | None = None, touched: Collection[int] = ()) -> Drawing:
    """What is known, drawn; from an earlier drawing of the same draw, only the matches touched since."""
    cards = {**(earlier.cards if earlier else {}), **_cards(known, touched if earlier else None)}
    shown = under_way(list(cards.values()))
    return Drawing(
        tournament=str(known.tournament["tournament_id"]),
        sequence=known.sequence,
        hero=_hero(known),
        sections=earlier.sections if earlier else _sections(known),
        entered=known.entered.names,
        best_of=known.bracket["best_of"] if known.bracket else 1,
        cards=cards,
        now=tuple(shown[:NOW]),
        places=_places(known),
        more=max(0, len(known.entered.seeds) - PLACED),
        lines=_lines(known),
    )


def _hero(known: Known) -> Hero:
    row, definition = known.tournament, known.tournament["definition"]
    starts = definition["starts_at"]
    best = [known.entered.named.get(str(place["entrant"])) for place in known.places if place["high"] == 1]
    return Hero(
        name=row["name"],
        status=row["status"],
        format=definition["format"],
        entrants=len(known.entered.names),
        starts_at=datetime.fromisoformat(starts) if starts else None,
        winner=best[0] if best else None,
    )


def _sections(known: Known) -> tuple[Section, ...]:
    return sections(known.bracket["draw"], known.entered.names) if known.bracket else ()


def _cards(known: Known, touched: Collection[int] | None) -> dict[int, Card]:
    """Of these matches of the draw; of all where none are named."""
    row = known.bracket
    if row is None:
        return {}
    draw = [match for match in row["draw"] if touched is None or match["number"] in touched]
    numbers = {match["number"] for match in draw}
    played = {match["number"]: match for match in known.matches if match["number"] in numbers}
    shown = bracket(Drawn({**row, "draw": draw}, list(played.values()), known.entered.named))
    return {
        match["number"]: card(match, played.get(match["number"]), row["best_of"], known.entered.seeds)
        for match in shown["matches"]
    }


def _places(known: Known) -> tuple[Place, ...]:
    """The first lines: who is still in, by seed, then whoever has a place, the best first."""
    certain = {row["entrant"]: row for row in known.places}
    still = islice((entrant for entrant in known.entered.seeds if entrant not in certain), PLACED)
    shown = [*still]
    if len(shown) < PLACED:
        seeds = known.entered.seeds

        def best(row: Row) -> tuple[int, int, int]:
            return row["low"], row["high"], seeds.get(row["entrant"], 0)

        shown += [row["entrant"] for row in nsmallest(PLACED - len(shown), known.places, key=best)]
    record = counted(known.matches)
    return tuple(_place(known, entrant, certain.get(entrant), record) for entrant in shown)


def _place(known: Known, entrant: UUID, row: Row | None, record: Mapping[UUID, Any]) -> Place:
    place = printed(row["low"], row["high"]) if row else ""
    return Place(place, known.entered.named.get(str(entrant), ""), **record.get(entrant, NONE))


def _lines(known: Known) -> tuple[Line, ...]:
    return tuple(_line(known, entry) for entry in known.entries)


def _line(known: Known, entry: Row) -> Line:
    """Of the latest entries: whatever opened a match again since then is among them."""
    text = told(entry, known.match(entry["subject"]), known.entries, known.entered.named)
    topic = entry["topic"]
    return Line(entry["sequence"], entry["at"], kind(topic), MARKS.get(topic), text)
