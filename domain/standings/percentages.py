"""Tie-breaks by shares of wins: Magic Tournament Rules, appendix C.

A share is what was got, in points for matches or games, out of what winning every one would have brought. It
counts rounds that were played, forfeits and, where they count, byes; never absences, so that nobody's share
falls by leaving. One below the floor, or of no round at all, is raised to it. Shares are whole numbers of a
common unit, so that they are compared exactly.
"""

from collections.abc import Callable
from math import lcm

from domain.formats.results import Kind, Outcome
from domain.standings.cell import Cell
from domain.standings.cross_table import CrossTable
from domain.standings.own import Of, Values
from domain.standings.settings import Settings
from domain.standings.value import Part, Value, counted

Got = Callable[[Cell, Settings], tuple[int, int]]
"""What a round brought, and what it could have brought."""
RAISED = "raised to the floor"


def matches(cell: Cell, settings: Settings) -> tuple[int, int]:
    """Points of the match."""
    if not _counts(cell, settings):
        return 0, 0
    return cell.points, settings.scoring.win


def games(cell: Cell, settings: Settings) -> tuple[int, int]:
    """Points of its games; a bye is so many games won, a forfeit as many lost where none is recorded."""
    if not _counts(cell, settings):
        return 0, 0
    win, draw = settings.scoring.win, settings.scoring.draw
    if not cell.games:
        given = settings.bye_games if cell.kind is not Kind.PLAYED else 0
        won = {Outcome.WIN: win, Outcome.DRAW: draw, Outcome.LOSS: 0}[cell.outcome]
        return won * given, win * given
    got = sum([win if ours > theirs else draw if ours == theirs else 0 for ours, theirs in cell.games])
    return got, win * len(cell.games)


def _counts(cell: Cell, settings: Settings) -> bool:
    """A half bye is a bye; an absence is nothing."""
    if cell.kind is Kind.BYE or cell.kind is Kind.HALF_BYE:
        return settings.byes_count
    return cell.kind is not Kind.ABSENT


def own(got: Got) -> Of:
    """One's own share."""

    def values(table: CrossTable) -> Values:
        return _shares(table, got)

    return values


def of_opponents(got: Got) -> Of:
    """The shares of those one met, averaged: an opponent met twice counts twice."""

    def values(table: CrossTable) -> Values:
        shares = _shares(table, got)
        met = {
            number: [cell for cell in row if cell.opponent is not None] for number, row in table.rows.items()
        }
        among = lcm(*{len(row) for row in met.values() if row})
        unit = among * next((share.unit for share in shares.values()), 1)
        floor = unit * table.settings.floor // 100
        return {number: _average(row, shares, among, unit, floor) for number, row in met.items()}

    return values


def _average(met: list[Cell], shares: Values, among: int, unit: int, floor: int) -> Value:
    if not met:
        return counted([Part(0, None, floor, RAISED)], unit)
    weight = among // len(met)
    parts = []
    for cell in met:
        if cell.opponent is not None:
            share = shares[cell.opponent]
            raised = RAISED if share.parts and share.parts[-1].why else ""
            parts.append(Part(cell.round, cell.opponent, share.amounts[0] * weight, raised))
    return counted(parts, unit)


def _shares(table: CrossTable, got: Got) -> Values:
    settings = table.settings
    rounds = {number: [(cell, *got(cell, settings)) for cell in row] for number, row in table.rows.items()}
    possible = {number: sum([most for _, _, most in row]) for number, row in rounds.items()}
    unit = lcm(100, *{most for most in possible.values() if most})
    floor = unit * settings.floor // 100
    values = {}
    for number, row in rounds.items():
        weight = unit // possible[number] if possible[number] else 0
        parts = [Part(cell.round, cell.opponent, gain * weight) for cell, gain, most in row if most]
        missing = floor - sum([part.amount for part in parts])
        if missing > 0:
            parts.append(Part(0, None, missing, RAISED))
        values[number] = counted(parts, unit)
    return values
