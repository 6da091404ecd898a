"""Standings: who is where, by which values, and who shares a place.

Nobody's earnings hang on who stays. Whatever was played counts for ever, also against who left later; who
left keeps their row and what they had, and rounds they are absent from are nobody's win and in nobody's
share. Under the rules of FIDE these absences count as draws for those who met them (C.07, 16.3.2).
"""

from collections.abc import Iterable, Sequence

import msgspec

from domain.standings.cross_table import CrossTable, cross_table
from domain.standings.results import Result
from domain.standings.scoring import HALVES
from domain.standings.settings import Settings
from domain.standings.tie_breaks import LOSSES_AGAINST_TIED, TIE_BREAKS, steps
from domain.standings.ties.head_to_head import COLUMNS, Groups, divided, head_to_head, losses_against_tied
from domain.standings.ties.own import Values
from domain.standings.value import Number, Value, exact

LEAGUE = Settings()


class Standing(msgspec.Struct, frozen=True):
    """One entrant's place: the shared rank `low` to `high`, and a `position` of their own to sort by.

    Within a shared rank, positions follow the numbers. `values` are in the order of the tie-breaks; None
    where one applies only to those tied when it is reached, and they were not, or who drew no lots.
    """

    position: int
    low: int
    high: int
    number: int
    points: Number
    values: dict[str, Value | None]


def standings(
    entrants: Iterable[int],
    results: Sequence[Result],
    tie_breaks: Sequence[str],
    settings: Settings = LEAGUE,
) -> list[Standing]:
    """Everybody by position: by the first tie-break, and whom it leaves level by the next.

    Raises ValueError for tie-breaks there are not, and for results of nobody who entered.
    """
    order = steps(tie_breaks)
    table = cross_table(entrants, results, settings)
    values: dict[str, Values] = {name: {} for name in tie_breaks}
    groups: Groups = [sorted(table.rows)] if table.rows else []
    for names in order:
        groups = _step(table, groups, names, values)
    return _places(table, groups, values)


def _step(table: CrossTable, groups: Groups, names: list[str], values: dict[str, Values]) -> Groups:
    """The groups after one more criterion, whose values are noted."""
    name, *_ = names
    of = TIE_BREAKS[name].of
    if of is not None:
        values[name] = of(table)
    after: Groups = []
    for group in groups:
        if len(group) == 1:
            after.append(group)
        elif name in COLUMNS:
            found, parts = head_to_head(table, group, names)
            for column in names:
                values[column].update(found[column])
            after += parts
        else:
            if name == LOSSES_AGAINST_TIED:
                values[name].update(losses_against_tied(table, group))
            after += _by_value(group, values[name], least_first=TIE_BREAKS[name].least_first)
    return after


def _by_value(group: list[int], values: Values, *, least_first: bool) -> Groups:
    """By their values; who has none, not having drawn lots, comes after those who do."""
    there = [number for number in group if number in values]
    parts = divided(there, lambda number: values[number].amounts)
    without = [number for number in group if number not in values]
    return (parts[::-1] if least_first else parts) + ([without] if without else [])


def _places(table: CrossTable, groups: Groups, values: dict[str, Values]) -> list[Standing]:
    placed: list[Standing] = []
    for group in groups:
        low, high = len(placed) + 1, len(placed) + len(group)
        placed += [
            Standing(
                position,
                low,
                high,
                number,
                exact(table.totals[number], HALVES),
                {name: found.get(number) for name, found in values.items()},
            )
            for position, number in enumerate(group, low)
        ]
    return placed
