"""Whom each round was against, and with what score: what rounds without play are worth to one's opponents.

FIDE Tie-Break Regulations (C.07), article 16, in short. As an opponent, an entrant has the points they were
given (16.3.1), except that half-point byes and absences that only such rounds or lost forfeits follow count
as draws (16.2.5, 16.3.2): who leaves does not spoil what others earned against them. Oneself, one is held to
have met in each round without play a dummy with as many points as one has (16.4), in the edition of 2026 no
more than the scheduled opponent has (16.4.1) or, where there was none, than draws in all rounds would give
(16.4.2).
"""

import msgspec

from domain.standings.cell import Cell
from domain.standings.results import Kind
from domain.standings.settings import Settings, Unplayed

Rows = dict[int, list[Cell]]
DUMMY = "a dummy, C.07 16.4"
LIMITED = "a dummy, limited by C.07 16.4.1 or 16.4.2"
LEFT = "absences count as draws, C.07 16.3.2"


class Faced(msgspec.Struct, frozen=True, gc=False):
    """A round, and the `score` of whom it was against, in halves of a point."""

    cell: Cell
    score: int
    why: str = ""


def as_scheduled(rows: Rows, totals: dict[int, int]) -> dict[int, list[Faced]]:
    """Every round with an opponent, played or not."""
    return {
        number: [Faced(cell, totals[cell.opponent]) for cell in row if cell.opponent is not None]
        for number, row in rows.items()
    }


def as_played(rows: Rows, totals: dict[int, int], rounds: int, settings: Settings) -> dict[int, list[Faced]]:
    """Every round, by article 16."""
    draw = settings.scoring.draw
    scores = {number: as_opponent(row, draw) for number, row in rows.items()}
    whys = {number: LEFT if scores[number] != total else "" for number, total in totals.items()}
    limited = settings.unplayed is Unplayed.FIDE_2026
    return {
        number: [
            Faced(cell, scores[cell.opponent], whys[cell.opponent])
            if cell.kind is Kind.PLAYED and cell.opponent is not None
            else _dummy(cell, totals[number], _limit(cell, scores, rounds * draw) if limited else None)
            for cell in row
        ]
        for number, row in rows.items()
    }


def as_opponent(row: list[Cell], draw: int) -> int:
    """What the entrant of this row has in the eyes of opponents."""
    score = sum([cell.points for cell in row])
    for cell in reversed(row):
        if not cell.voluntary:
            break
        if cell.requested:
            score += draw - cell.points
    return score


def _limit(cell: Cell, scores: dict[int, int], drawn: int) -> int:
    return drawn if cell.opponent is None else scores[cell.opponent]


def _dummy(cell: Cell, own: int, limit: int | None) -> Faced:
    if limit is None or limit >= own:
        return Faced(cell, own, DUMMY)
    return Faced(cell, limit, LIMITED)
