"""Tie-breaks by shares of wins: Magic Tournament Rules, appendix C.

A share is what was got, in points for matches or games, out of what winning every one would have brought. It
counts rounds that were played, forfeits and, where they count, byes; never absences, so that nobody's share
falls by leaving. One below the floor, or of no round at all, is raised to it. Shares are whole numbers of a
common unit, so that they are compared exactly.
"""

from collections.abc import Callable
from math import lcm

import msgspec

from domain.standings.cell import Cell
from domain.standings.cross_table import CrossTable
from domain.standings.results import Kind, Outcome
from domain.standings.settings import Settings
from domain.standings.ties.own import Of, Values
from domain.standings.value import Part, Value, total

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


class Shares(msgspec.Struct, frozen=True):
    """By entrant, in parts of `unit`; those of the ones who are `raised` were below the floor."""

    unit: int
    floor: int
    amounts: dict[int, int]
    raised: set[int]


Gains = dict[int, list[tuple[int, int]]]
"""By entrant, for each round in order, what it brought and what it could have brought."""


def own(got: Got) -> Of:
    """One's own share."""

    def values(table: CrossTable) -> Values:
        gains = _gains(table, got)
        shares = _shares(gains, table.settings.floor)
        return {number: _made_of(row, gains[number], shares, number) for number, row in table.rows.items()}

    return values


def _made_of(row: list[Cell], gains: list[tuple[int, int]], shares: Shares, number: int) -> Value:
    possible = sum([most for _, most in gains])
    weight = shares.unit // possible if possible else 0
    parts = [
        Part(cell.round, cell.opponent, gain * weight)
        for cell, (gain, most) in zip(row, gains, strict=True)
        if most
    ]
    if number in shares.raised:
        parts.append(Part(0, None, shares.floor - sum([part.amount for part in parts]), RAISED))
    return total(parts, shares.unit)


def of_opponents(got: Got) -> Of:
    """The shares of those one met, averaged: an opponent met twice counts twice."""

    def values(table: CrossTable) -> Values:
        shares = _shares(_gains(table, got), table.settings.floor)
        met = {
            number: [(cell.round, cell.opponent) for cell in row if cell.opponent is not None]
            for number, row in table.rows.items()
        }
        among = lcm(*{len(row) for row in met.values() if row})
        return {number: _average(row, shares, among) for number, row in met.items()}

    return values


def _average(met: list[tuple[int, int]], shares: Shares, among: int) -> Value:
    unit = among * shares.unit
    if not met:
        return total([Part(0, None, among * shares.floor, RAISED)], unit)
    weight, amounts, raised = among // len(met), shares.amounts, shares.raised
    parts = [
        Part(number, opponent, amounts[opponent] * weight, RAISED if opponent in raised else "")
        for number, opponent in met
    ]
    return total(parts, unit)


def _gains(table: CrossTable, got: Got) -> Gains:
    settings = table.settings
    return {number: [got(cell, settings) for cell in row] for number, row in table.rows.items()}


def _shares(gains: Gains, hundredths: int) -> Shares:
    sums = {
        number: (sum([gain for gain, _ in row]), sum([most for _, most in row]))
        for number, row in gains.items()
    }
    unit = lcm(100, *{most for _, most in sums.values() if most})
    floor = unit * hundredths // 100
    exact = {number: unit // most * gain if most else 0 for number, (gain, most) in sums.items()}
    raised = {number for number, amount in exact.items() if amount < floor}
    return Shares(unit, floor, exact | dict.fromkeys(raised, floor), raised)
