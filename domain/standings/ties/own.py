"""Tie-breaks by what an entrant did, whoever the opponents were."""

from collections.abc import Callable

from domain.standings.cell import Cell
from domain.standings.cross_table import CrossTable
from domain.standings.results import Kind, Outcome
from domain.standings.scoring import HALVES
from domain.standings.value import Part, Value, plain, total

Values = dict[int, Value]
Of = Callable[[CrossTable], Values]


def points(table: CrossTable) -> Values:
    """What every round brought."""
    return {
        number: total([Part(cell.round, cell.opponent, cell.points) for cell in row], HALVES)
        for number, row in table.rows.items()
    }


def cumulative(table: CrossTable) -> Values:
    """The score after each round, summed: early points count more (C.07, 7.5, progressive scores).

    A round without a result, because they had left, leaves the score as it was.
    """
    return {number: total(_running(row, table.rounds), HALVES) for number, row in table.rows.items()}


def _running(row: list[Cell], rounds: int) -> list[Part]:
    by_round = dict.fromkeys(range(1, rounds + 1), 0)
    for cell in row:
        by_round[cell.round] = by_round.get(cell.round, 0) + cell.points
    parts, score = [], 0
    for number, gained in by_round.items():
        score += gained
        parts.append(Part(number, None, score))
    return parts


def counting(counts: Callable[[Cell], int]) -> Of:
    """The tie-break that adds up what each round counts; rounds that count nothing are not told."""

    def values(table: CrossTable) -> Values:
        return {
            number: total(
                [Part(cell.round, cell.opponent, count) for cell in row if (count := counts(cell)) != 0]
            )
            for number, row in table.rows.items()
        }

    return values


def won(cell: Cell) -> int:
    """1 for a win, byes and forfeits included (C.07, 7.1)."""
    return 1 if cell.outcome is Outcome.WIN else 0


def lost(cell: Cell) -> int:
    """1 for a loss against somebody, forfeits included."""
    return 1 if cell.outcome is Outcome.LOSS and cell.opponent is not None else 0


def won_by_play(cell: Cell) -> int:
    """1 for a win that was played (C.07, 7.2)."""
    return 1 if cell.outcome is Outcome.WIN and cell.kind is Kind.PLAYED else 0


def games_won(cell: Cell) -> int:
    """How many games of the match."""
    return sum([ours > theirs for ours, theirs in cell.games])


def game_difference(cell: Cell) -> int:
    """Games won less games lost."""
    return sum([(ours > theirs) - (ours < theirs) for ours, theirs in cell.games])


def scored(cell: Cell) -> int:
    """Points, goals or frags within the games."""
    return sum([ours for ours, _ in cell.games])


def against(cell: Cell) -> int:
    """The same, of the other side."""
    return sum([theirs for _, theirs in cell.games])


def difference(cell: Cell) -> int:
    """Scored less against."""
    return sum([ours - theirs for ours, theirs in cell.games])


def seed(table: CrossTable) -> Values:
    """The number they came with."""
    return {number: plain(number) for number in table.rows}


def fair_play(table: CrossTable) -> Values:
    """Points that were recorded of the whole stage; who has none has 0."""
    given = table.settings.fair_play
    return {
        number: total([Part(0, None, given[number], "as recorded")] if given.get(number) else [])
        for number in table.rows
    }


def lots(table: CrossTable) -> Values:
    """The place in the draw, of those who drew."""
    drawn = table.settings.lots
    return {number: plain(place) for place, number in enumerate(drawn, 1) if number in table.rows}
