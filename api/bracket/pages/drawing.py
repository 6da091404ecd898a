"""Everything the page of a tournament shows, as values: equal values are drawn alike."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from heapq import nsmallest
from itertools import islice
from typing import Any, ClassVar
from uuid import UUID

import msgspec

from api.bracket.pages.groups import Piece
from api.bracket.pages.known import LINES, Known
from api.bracket.pages.stages import Stage, again, cards, stages
from api.match.cards import Card, under_way
from api.pages.words import format_name, kind
from projections.feed.queries import told
from projections.kernel.rows import Row
from projections.standings.queries import certain, plan, printed
from projections.standings.records import NONE, counted

MARKS = {
    "Match.ResultConfirmed": "result",
    "Match.Forfeited": "result",
    "Match.WalkedOver": "result",
    "Match.DoubleForfeited": "result",
    "Bracket.Generated": "stage",
    "Bracket.Finalized": "stage",
    "Bracket.RoundDrawn": "stage",
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


Places = Mapping[UUID, tuple[int, int]]
"""The first and the last rank of everyone whose place is certain."""


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
    drawn: int
    lost: int


class Drawing(msgspec.Struct, frozen=True):
    """One tournament after its event number `sequence`; `more` are the places beyond those shown.

    `stages` are those that are drawn, the latest first, of `planned`; `pieces` the elements of their groups
    by id.
    """

    most: ClassVar[int] = LINES

    tournament: str
    sequence: int
    hero: Hero
    planned: int
    stages: tuple[Stage, ...]
    entered: tuple[str, ...]
    cards: dict[int, Card]
    pieces: dict[str, Piece]
    now: tuple[Card, ...]
    places: tuple[Place, ...]
    more: int
    lines: tuple[Line, ...]


def drawing(known: Known, earlier: Drawing | None = None, touched: Collection[int] = ()) -> Drawing:
    """What is known, drawn; from an earlier drawing of the same draws, only the matches touched since."""
    if earlier:
        new = cards(known, touched)
        shown = {**earlier.cards, **new}
        laid, pieces = earlier.stages, {**earlier.pieces, **again(known, shown, _decided(earlier.cards, new))}
    else:
        shown = cards(known, None)
        laid, pieces = stages(known, shown)
    now = under_way(list(shown.values()))
    planned = len(known.tournament["definition"]["stages"]) or 1
    places = _ranked(known, planned)
    return Drawing(
        tournament=str(known.tournament["tournament_id"]),
        sequence=known.sequence,
        hero=_hero(known, places),
        planned=planned,
        stages=laid,
        entered=known.entered.names,
        cards=shown,
        pieces=pieces,
        now=tuple(now[:NOW]),
        places=_places(known, places),
        more=max(0, len(known.entered.who) - PLACED),
        lines=_lines(known),
    )


def _decided(before: Mapping[int, Card], after: Mapping[int, Card]) -> set[int]:
    """The matches whose result is another, or is one for the first time."""
    return {
        number
        for number, card in after.items()
        if (old := before.get(number)) != card and "completed" in (card.state, old.state if old else "")
    }


def _ranked(known: Known, planned: int) -> Places:
    """Of a stage that is the only one, its own places are those of the tournament."""
    if planned == 1:
        return {row["entrant"]: (row["low"], row["high"]) for row in known.places}
    found = certain(plan(known.tournament["definition"]), known.drawn, known.places)
    return {entrant: (low, high) for _, entrant, low, high in found}


def _hero(known: Known, places: Places) -> Hero:
    row, definition = known.tournament, known.tournament["definition"]
    starts = definition["starts_at"]
    best = [known.entered.named.get(str(entrant)) for entrant, (_, high) in places.items() if high == 1]
    return Hero(
        name=row["name"],
        status=row["status"],
        format=format_name(definition),
        entrants=len(known.entered.names),
        starts_at=datetime.fromisoformat(starts) if starts else None,
        winner=best[0] if best else None,
    )


def _places(known: Known, places: Places) -> tuple[Place, ...]:
    """The first lines: who is still in, by the seeds of the latest stage, then the places, the best first."""
    who = known.entered.who
    seeded: Iterable[UUID] = who
    if len(known.drawn) > 1:
        seeded = dict.fromkeys(UUID(str(each)) for row in reversed(known.drawn) for each in row["seeds"])
    shown = list(islice((entrant for entrant in seeded if entrant not in places), PLACED))
    if len(shown) < PLACED:

        def best(entrant: UUID) -> tuple[int, int, int]:
            return *places[entrant], who.get(entrant, 0)

        shown += nsmallest(PLACED - len(shown), places, key=best)
    record = counted(known.matches, known.drawn)
    return tuple([_place(known, entrant, places.get(entrant), record) for entrant in shown])


def _place(known: Known, entrant: UUID, place: Sequence[int] | None, record: Mapping[UUID, Any]) -> Place:
    name = known.entered.named.get(str(entrant), "")
    return Place(printed(*place) if place else "", name, **record.get(entrant, NONE))


def _lines(known: Known) -> tuple[Line, ...]:
    return tuple(_line(known, entry) for entry in known.entries)


def _line(known: Known, entry: Row) -> Line:
    text = told(entry, known.then(entry), known.entered.named)
    topic = entry["topic"]
    return Line(entry["sequence"], entry["at"], kind(topic), MARKS.get(topic), text)
