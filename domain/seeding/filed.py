"""Entrants in the order of a file that names every one of them."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from domain.seeding.csv_file import Problem, Row, UnreadableFile, numbered
from domain.seeding.names import Named, alike, by_name
from domain.seeding.refusals import WrongSeedingFile


class Filed(msgspec.Struct, frozen=True):
    """The entrants from seed 1 on, and the labels the file has for them."""

    seeds: list[UUID]
    labels: dict[UUID, tuple[str, ...]]


def filed(text: str, entrants: Sequence[Named]) -> Filed:
    """The order a CSV file gives: seeds first, then ratings from the best, then who has neither.

    Equals stay in the order of the file. Raises WrongSeedingFile with all that is wrong: what `numbered`
    refuses, or else names that nobody or more than one has, and entrants who are missing.
    """
    try:
        lines = numbered(text)
    except UnreadableFile as refused:
        raise WrongSeedingFile(problems=refused.problems) from None
    rows = _matched(lines, entrants)
    ranked = sorted(rows, key=lambda one: _rank(rows[one]))
    return Filed(ranked, {one: row.labels for one, row in rows.items() if row.labels})


def _rank(row: Row) -> tuple[bool, int, bool, int]:
    return row.seed is None, row.seed or 0, row.rating is None, -(row.rating or 0)


def _matched(lines: Sequence[tuple[int, Row]], entrants: Sequence[Named]) -> dict[UUID, Row]:
    names, found, problems = by_name(entrants), dict[UUID, tuple[int, Row]](), list[Problem]()
    for line, row in lines:
        those = names.get(alike(row.name), [])
        if len(those) != 1:
            many = f"{len(those)} entrants are called" if those else "no entrant is called"
            problems.append(Problem(line, f"{many} “{row.name}”"))
        elif those[0].id in found:
            problems.append(Problem(line, f"“{row.name}” is on line {found[those[0].id][0]} too"))
        else:
            found[those[0].id] = line, row
    asked = {alike(row.name) for _, row in lines}
    missing = [one for name, those in names.items() if name not in asked for one in those]
    problems += [Problem(None, f"“{one.name}” is missing") for one in missing]
    if problems:
        raise WrongSeedingFile(problems=problems)
    return {one: row for one, (_, row) in found.items()}
