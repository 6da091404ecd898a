"""Every round of every entrant, from their side."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec

from domain.standings.cell import Cell
from domain.standings.results import Kind, Outcome, Result
from domain.standings.settings import Settings, Unplayed
from domain.standings.unplayed import Faced, as_played, as_scheduled


class CrossTable(msgspec.Struct, frozen=True, dict=True):
    """Rows by entrant, in the order of the rounds, with their sums in halves of a point."""

    rows: dict[int, list[Cell]]
    totals: dict[int, int]
    rounds: int
    settings: Settings

    @cached_property
    def faced(self) -> dict[int, list[Faced]]:
        """By entrant, each round that counts where opponents' scores do; several tie-breaks ask for it."""
        if self.settings.unplayed is Unplayed.AS_SCHEDULED:
            return as_scheduled(self.rows, self.totals)
        return as_played(self.rows, self.totals, self.rounds, self.settings)


def cross_table(entrants: Iterable[int], results: Sequence[Result], settings: Settings) -> CrossTable:
    """The table of these results, in whatever order they come.

    Raises ValueError where an entrant or one side of a result is not to be told apart: listed twice, playing
    themself, or not listed at all.
    """
    listed = list(entrants)
    rows: dict[int, list[Cell]] = {number: [] for number in listed}
    if len(rows) < len(listed):
        raise ValueError("an entrant is listed twice")
    for result in results:
        _add(rows, result, settings)
    rounds = settings.rounds or max((result.round for result in results), default=0)
    for row in rows.values():
        if settings.rounds is not None:
            row.extend(_absences(row, settings))
        row.sort(key=_order)
    totals = {number: sum([cell.points for cell in row]) for number, row in rows.items()}
    return CrossTable(rows, totals, rounds, settings)


def _add(rows: dict[int, list[Cell]], result: Result, settings: Settings) -> None:
    first, second = result.sides
    if first not in rows or (second is not None and second not in rows):
        raise ValueError(f"round {result.round} names an entrant who is not listed: {result.sides}")
    if first == second:
        raise ValueError(f"entrant {first} plays themself in round {result.round}")
    one, other = result.outcomes
    kind, points = result.kind, settings.scoring.points
    rows[first].append(Cell(result.round, second, one, kind, points(one, kind), result.games))
    if second is not None and other is not None:
        games = tuple([(theirs, ours) for ours, theirs in result.games]) if result.games else ()
        rows[second].append(Cell(result.round, first, other, kind, points(other, kind), games))


def _absences(row: list[Cell], settings: Settings) -> list[Cell]:
    there = {cell.round for cell in row}
    points = settings.scoring.absent
    return [
        Cell(number, None, Outcome.LOSS, Kind.ABSENT, points)
        for number in range(1, (settings.rounds or 0) + 1)
        if number not in there
    ]


def _order(cell: Cell) -> tuple[int, int, str, tuple[tuple[int, int], ...]]:
    """Nothing hangs on the order results came in."""
    return cell.round, cell.opponent or 0, cell.outcome, cell.games
