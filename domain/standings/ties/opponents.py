"""Tie-breaks by how well one's opponents did."""

from domain.standings.cell import Cell
from domain.standings.cross_table import CrossTable
from domain.standings.scoring import HALVES
from domain.standings.settings import Unplayed
from domain.standings.ties.own import Of, Values, lost, won
from domain.standings.unplayed import Faced
from domain.standings.value import Part, counted, total


def buchholz(lowest: int = 0, highest: int = 0) -> Of:
    """The sum of the opponents' scores (C.07, 8.1), less so many of the lowest and highest (14.1, 14.3).

    Under the rules of FIDE the lowest of the rounds that were in one's own hands is cut first (16.5).
    """

    def values(table: CrossTable) -> Values:
        rules = table.settings.unplayed is not Unplayed.AS_SCHEDULED
        if not lowest and not highest:
            return {number: total(list(map(_part, row)), HALVES) for number, row in table.faced.items()}
        return {
            number: counted(_cut(row, lowest, highest, rules), HALVES) for number, row in table.faced.items()
        }

    return values


def _part(one: Faced) -> Part:
    return Part(one.cell.round, one.cell.opponent, one.score, one.why)


def _cut(row: list[Faced], lowest: int, highest: int, rules: bool) -> list[Part]:
    """The parts in the order of the rounds, with those marked that do not count."""
    order = sorted(range(len(row)), key=lambda at: row[at].score)
    first = sorted(order, key=lambda at: not row[at].cell.voluntary) if rules else order
    cut = set(first[:lowest])
    left = [at for at in order if at not in cut]
    cut.update(left[max(0, len(left) - highest) :])
    return [
        Part(one.cell.round, one.cell.opponent, one.score, one.why, at not in cut)
        for at, one in enumerate(row)
    ]


def sonneborn_berger(table: CrossTable) -> Values:
    """The opponent's score times one's own result against them, summed (C.07, 9.1)."""
    return {
        number: total(
            [Part(one.cell.round, one.cell.opponent, one.score * one.cell.points, one.why) for one in row],
            HALVES * HALVES,
        )
        for number, row in table.faced.items()
    }


def koya(table: CrossTable) -> Values:
    """Points against those who have at least half of what could be had (C.07, 9.2)."""
    half = table.rounds * table.settings.scoring.win
    strong = {number for number, score in table.totals.items() if 2 * score >= half}
    return {
        number: total(
            [Part(cell.round, cell.opponent, cell.points) for cell in row if cell.opponent in strong], HALVES
        )
        for number, row in table.rows.items()
    }


def difficulty(table: CrossTable) -> Values:
    """The opponents' wins less their losses, summed (Valve's Supplemental Rulebook, Stage Seeding)."""
    record = {number: sum(map(_won_or_lost, row)) for number, row in table.rows.items()}
    return {
        number: total(
            [
                Part(cell.round, cell.opponent, record[cell.opponent])
                for cell in row
                if cell.opponent is not None
            ]
        )
        for number, row in table.rows.items()
    }


def _won_or_lost(cell: Cell) -> int:
    return won(cell) - lost(cell)
