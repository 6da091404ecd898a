"""Swiss as Valve's Majors play it: sixteen teams, three wins go through, three losses go out.

After Valve's "Counter-Strike Major Supplemental Rulebook", sections Swiss Bracket and Stage Seeding (2025).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from domain.formats.swiss.field import taking_part
from domain.standings.results import Outcome, Result, RoundIncomplete

TEAMS = 16
NEEDED = 3
"""Wins to go through, and losses to go out."""
PRIORITIES = (
    ((1, 6), (2, 5), (3, 4)),
    ((1, 6), (2, 4), (3, 5)),
    ((1, 5), (2, 6), (3, 4)),
    ((1, 5), (2, 4), (3, 6)),
    ((1, 4), (2, 6), (3, 5)),
    ((1, 4), (2, 5), (3, 6)),
    ((1, 6), (2, 3), (4, 5)),
    ((1, 5), (2, 3), (4, 6)),
    ((1, 3), (2, 6), (4, 5)),
    ((1, 3), (2, 5), (4, 6)),
    ((1, 4), (2, 3), (5, 6)),
    ((1, 3), (2, 4), (5, 6)),
    ((1, 2), (3, 6), (4, 5)),
    ((1, 2), (3, 5), (4, 6)),
    ((1, 2), (3, 4), (5, 6)),
)
"""Six teams of one record, from round 4: the topmost row without a rematch counts."""
Row = list[tuple[int, int]]


class Match(msgspec.Struct, frozen=True):
    """Two teams, the higher seed first; `best_of` is 3 where one of them can go through or out."""

    sides: tuple[int, int]
    best_of: int


class Standing(msgspec.Struct, frozen=True):
    """A team's record, and its difficulty score: its opponents' wins less their losses."""

    team: int
    wins: int
    losses: int
    difficulty: int

    @property
    def playing(self) -> bool:
        """Neither through nor out."""
        return self.wins < NEEDED and self.losses < NEEDED


def pair(
    teams: Sequence[int], results: Iterable[Result], round: int, *, withdrawn: Collection[int] = ()
) -> tuple[list[Match], int | None]:
    """Round `round` (1 to 5): its matches, best record first, and who has a bye.

    `teams` are sixteen in the order of their initial seeds. A bye there is only where somebody left or both
    sides of a match lost: then the lowest of an odd record meets the highest of the next, and the very last
    has a bye. Nobody who is `withdrawn` is paired. A rematch there is only where a record leaves no
    other way. Raises RoundIncomplete, and ValueError for other numbers of teams and of rounds.
    """
    if len(set(teams)) != TEAMS or not 1 <= round < 2 * NEEDED:
        raise ValueError(f"sixteen teams play rounds 1 to {2 * NEEDED - 1}")
    earlier = [result for result in results if result.round < round]
    _check_complete(teams, earlier, round, withdrawn)
    met = {frozenset(result.sides) for result in earlier}
    there = [one for one in standings(teams, earlier) if one.playing and one.team not in withdrawn]
    matches: list[Match] = []
    left: list[Standing] = []
    for _, record in groupby(there, lambda one: (one.wins, one.losses)):
        pool = [*left, *record]
        left = [pool.pop()] if len(pool) % 2 else []
        rows = _rows(round, [one.team for one in pool])
        found = next((row for row in rows if not any(frozenset(sides) in met for sides in row)), None)
        sides = found or next(_rows(round, [one.team for one in pool]))
        matches += [Match(pair, _best_of(pair, pool)) for pair in sides]
    return matches, left[0].team if left else None


def standings(teams: Sequence[int], results: Iterable[Result]) -> list[Standing]:
    """Everyone by seed in mid-stage: record, difficulty score, initial seed."""
    wins: dict[int, int] = dict.fromkeys(teams, 0)
    losses: dict[int, int] = dict.fromkeys(teams, 0)
    opponents: dict[int, list[int]] = {team: [] for team in teams}
    for result in results:
        for side, team, outcome in taking_part(result):
            wins[team] += outcome is Outcome.WIN
            losses[team] += outcome is Outcome.LOSS
            opponents[team] += [other for at, other, _ in taking_part(result) if at != side]
    difficulty = {team: sum(wins[other] - losses[other] for other in opponents[team]) for team in teams}
    found = [Standing(team, wins[team], losses[team], difficulty[team]) for team in teams]
    return sorted(found, key=lambda one: (-one.wins, one.losses, -one.difficulty))


def _rows(round: int, pool: list[int]) -> Iterator[Row]:
    """Every way to pair a record, the preferred first."""
    if round == 1:
        half = len(pool) // 2
        yield list(zip(pool[:half], pool[half:], strict=True))
    elif round > 3 and len(pool) == 6:
        yield from ([(pool[one - 1], pool[other - 1]) for one, other in row] for row in PRIORITIES)
    else:
        yield from _highest_and_lowest(pool)


def _highest_and_lowest(pool: list[int]) -> Iterator[Row]:
    """The highest with the lowest, and so on inwards; what comes next changes the last two matches first."""
    if not pool:
        yield []
    for other in reversed(pool[1:]):
        rest = [team for team in pool[1:] if team != other]
        yield from ([(pool[0], other), *row] for row in _highest_and_lowest(rest))


def _best_of(sides: tuple[int, int], pool: Iterable[Standing]) -> int:
    at_stake = any(NEEDED - 1 in (one.wins, one.losses) for one in pool if one.team in sides)
    return 3 if at_stake else 1


def _check_complete(
    teams: Sequence[int], results: list[Result], round: int, withdrawn: Collection[int]
) -> None:
    """Raises RoundIncomplete where a team that was still playing has no result in an earlier round."""
    for number in range(1, round):
        before = standings(teams, [result for result in results if result.round < number])
        has = {team for result in results if result.round == number for team in result.sides}
        playing = {one.team for one in before if one.playing} - set(withdrawn)
        if missing := playing - has:
            raise RoundIncomplete(number, missing)
