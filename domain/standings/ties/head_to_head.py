"""Tie-breaks by the matches of those who are tied among themselves.

Among more than two they make a mini-table. Consecutive head-to-head criteria are the columns of one table of
those tied when the first is reached ("the teams concerned": FIFA World Cup 2022 regulations, article 12).
Where a table divides them, those still level are compared again in a table of their own, until one divides
nobody.

Where not all have met all others equally often, only whoever would be first whatever the missing matches
brought is put first, then the next among the rest (C.07, article 6); goals of a table with holes decide
nothing. Under the rules of FIDE forfeits are holes.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from domain.standings.cell import Cell
from domain.standings.cross_table import CrossTable
from domain.standings.results import Kind, Outcome
from domain.standings.scoring import HALVES
from domain.standings.settings import Unplayed
from domain.standings.ties.own import Values, difference, scored
from domain.standings.value import Part, Value, total

Groups = list[list[int]]
Rows = dict[int, list[Cell]]

POINTS = "head_to_head"
COLUMNS: dict[str, tuple[Callable[[Cell], int], int]] = {
    POINTS: (lambda cell: cell.points, HALVES),
    "head_to_head_difference": (difference, 1),
    "head_to_head_scored": (scored, 1),
}
"""By name, what a match adds, and its unit."""


def head_to_head(
    table: CrossTable, tied: list[int], names: Sequence[str]
) -> tuple[dict[str, Values], Groups]:
    """Values by column, one amount for each table they were in, and those tied as the tables divide them."""
    values: dict[str, Values] = {name: {} for name in names}
    return values, _divided(table, tied, names, values)


def losses_against_tied(table: CrossTable, tied: list[int]) -> Values:
    """Matches lost against those one is tied with."""
    return {
        number: total([Part(cell.round, cell.opponent, 1) for cell in row if cell.outcome is Outcome.LOSS])
        for number, row in _among(table, tied).items()
    }


def _among(table: CrossTable, tied: list[int]) -> Rows:
    there = set(tied)
    fide = table.settings.unplayed is not Unplayed.AS_SCHEDULED
    return {
        number: [
            cell
            for cell in table.rows[number]
            if cell.opponent in there and not (fide and cell.kind is Kind.FORFEIT)
        ]
        for number in tied
    }


def _divided(table: CrossTable, tied: list[int], names: Sequence[str], values: dict[str, Values]) -> Groups:
    rows = _among(table, tied)
    for name in names:
        column, unit = COLUMNS[name]
        for number, row in rows.items():
            before = values[name].get(number)
            parts = [Part(cell.round, cell.opponent, column(cell)) for cell in row]
            amounts = [*(before.amounts if before else []), sum([part.amount for part in parts])]
            values[name][number] = Value(amounts, unit, parts)
    missing = _missing(rows)
    if any(missing.values()):
        groups = _first_for_sure(table, tied, rows, missing) if POINTS in names else [tied]
    else:
        groups = divided(tied, lambda number: [values[name][number].amounts[-1] for name in names])
    if len(groups) == 1 or not table.settings.again:
        return groups
    return [
        part
        for group in groups
        for part in (_divided(table, group, names, values) if len(group) > 1 else [group])
    ]


def _missing(rows: Rows) -> dict[int, int]:
    """How many matches each lacks, for all to have met all others as often as any two did."""
    met = {number: Counter(cell.opponent for cell in row) for number, row in rows.items()}
    most = max([1, *(count for counts in met.values() for count in counts.values())])
    return {number: most * (len(rows) - 1) - counts.total() for number, counts in met.items()}


def _first_for_sure(table: CrossTable, tied: list[int], rows: Rows, missing: dict[int, int]) -> Groups:
    points = {number: sum([cell.points for cell in row]) for number, row in rows.items()}
    first = max(tied, key=lambda number: points[number])
    rest = [number for number in tied if number != first]
    win = table.settings.scoring.win
    best = max(points[number] + win * missing[number] for number in rest)
    return [[first], rest] if points[first] > best else [tied]


def divided(tied: list[int], by: Callable[[int], list[int]]) -> Groups:
    """Those tied, in groups of the same value, the highest first; within a group in the order they came."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for number in tied:
        groups.setdefault(tuple(by(number)), []).append(number)
    return [groups[value] for value in sorted(groups, reverse=True)]
