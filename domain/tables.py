"""Stages that standings decide: what each match was worth, who stands where, and when all is played."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from uuid import UUID

import msgspec

from domain.errors import NoMoreRounds, NoPairingLeft, RoundNotOver, Undrawable
from domain.formats.draw import DrawnMatch, Source
from domain.formats.next_round import most_rounds, next_round
from domain.formats.results import Kind, Outcome, Result
from domain.formats.swiss_field import NoPairing, RoundIncomplete
from domain.formats.valve import NEEDED
from domain.outcomes import Ended
from domain.stages import Stage
from domain.standings.settings import Settings, Unplayed
from domain.standings.table import Standing, standings
from domain.values import GameScore, Placing

ALONE = {Kind.BYE: Outcome.WIN, Kind.HALF_BYE: Outcome.DRAW, Kind.ABSENT: Outcome.LOSS}
MATCHES = "main"


class Worth(msgspec.Struct, frozen=True):
    """What a match was for its two sides, in the words of `domain.formats.results`."""

    outcomes: list[str]
    kind: str
    games: list[GameScore]


class Idle(msgspec.Struct, frozen=True):
    """An entrant without a match in a round: bye, half bye or absent."""

    round: int
    entrant: UUID
    kind: str


class Course(msgspec.Struct, frozen=True):
    """All that standings are made of; entrants in the order of their seeds."""

    stage: Stage
    seeds: Sequence[UUID]
    matches: Iterable[DrawnMatch]
    counted: Mapping[int, Worth]
    idle: Iterable[Idle]


def worth(ended: Ended) -> Worth:
    """What came of a match, for a table."""
    kind = Kind.PLAYED if ended.ending == "played" else Kind.FORFEIT
    if ended.winner is not None:
        outcomes = [Outcome.WIN if side == ended.winner else Outcome.LOSS for side in (0, 1)]
    else:
        outcomes = [Outcome.DRAW if kind is Kind.PLAYED else Outcome.LOSS] * 2
    return Worth([str(each) for each in outcomes], str(kind), ended.games or [])


def missed(entrant: UUID, rounds: int) -> list[Idle]:
    """Of one who comes after so many rounds."""
    return [Idle(number, entrant, str(Kind.ABSENT)) for number in range(1, rounds + 1)]


def results(course: Course) -> list[Result]:
    """Every result so far, by seeds."""
    seed = {entrant: number for number, entrant in enumerate(course.seeds, 1)}
    played = [
        _result(match, counted)
        for match in course.matches
        if (counted := course.counted.get(match.number)) is not None
    ]
    return played + [
        Result(round=idle.round, sides=(seed[idle.entrant], None), outcomes=(ALONE[kind], None), kind=kind)
        for idle in course.idle
        for kind in (Kind(idle.kind),)
    ]


def _result(match: DrawnMatch, counted: Worth) -> Result:
    first, second = (source.number for source in match.sides)
    one, other = (Outcome(each) for each in counted.outcomes)
    games = tuple([(game.score[0], game.score[1]) for game in counted.games])
    return Result(
        round=match.round, sides=(first, second), outcomes=(one, other), kind=Kind(counted.kind), games=games
    )


def groups(course: Course) -> dict[str, list[int]]:
    """The seeds of each group, the best first; everyone is in one where there are no groups."""
    if course.stage.groups == 1:
        return {MATCHES: list(range(1, len(course.seeds) + 1))}
    found: dict[str, set[int]] = {}
    for match in course.matches:
        found.setdefault(match.bracket, set()).update(source.number for source in match.sides)
    return {name: sorted(found[name]) for name in sorted(found, key=lambda name: (len(name), name))}


def table(course: Course) -> dict[str, list[Standing]]:
    """The standings of each group, now."""
    found = results(course)
    settings = _settings(course, found)
    tables = {}
    for name, members in groups(course).items():
        within = set(members)
        own = [result for result in found if result.sides[0] in within]
        tables[name] = standings(members, own, course.stage.order_of_merit, settings)
    return tables


def _settings(course: Course, found: Sequence[Result]) -> Settings:
    stage = course.stage
    dutch = stage.system == "dutch"
    by_lot = sorted(enumerate(course.seeds, 1), key=lambda one: sha256(one[1].bytes).digest())
    last = max((result.round for result in found), default=0)
    return Settings(
        scoring=stage.points,
        unplayed=Unplayed.FIDE_2024 if dutch else Unplayed.AS_SCHEDULED,
        rounds=last if dutch and last else None,
        again=stage.again,
        lots=tuple([seed for seed, _ in by_lot]),
    )


def order(tables: Mapping[str, Sequence[Standing]], seeds: Sequence[UUID]) -> list[list[UUID]]:
    """The entrants of each group from the best to the worst."""
    return [[seeds[one.number - 1] for one in standing] for standing in tables.values()]


def places(tables: Mapping[str, Sequence[Standing]], seeds: Sequence[UUID]) -> list[Placing]:
    """Everyone's place, the best first: those of the same rank in their groups share it."""
    ranked = sorted((one for standing in tables.values() for one in standing), key=lambda one: one.low)
    found: list[Placing] = []
    for _, level in groupby(ranked, key=lambda one: one.low):
        sharing = [seeds[one.number - 1] for one in level]
        low, high = len(found) + 1, len(found) + len(sharing)
        found += [Placing(entrant=entrant, low=low, high=high) for entrant in sharing]
    return found


def final(course: Course) -> tuple[list[Placing], list[list[UUID]]]:
    """Everyone's place, and the order within each group."""
    tables = table(course)
    return places(tables, course.seeds), order(tables, course.seeds)


class DrawnRound(msgspec.Struct, frozen=True):
    """A round as it is drawn: its matches, and who has none in it."""

    round: int
    matches: list[DrawnMatch]
    idle: list[Idle]


def drawn_round(
    course: Course, withdrawn: Collection[UUID], resting: Mapping[UUID, str], first: int
) -> DrawnRound:
    """The next round of a Swiss stage, its matches numbered from `first` on; `resting` says what for.

    Raises NoMoreRounds, RoundNotOver where a match of an earlier round is open, NoPairingLeft.
    """
    if not course.stage.by_rounds or is_over(course, withdrawn):
        raise NoMoreRounds()
    stage, seeds = course.stage, course.seeds
    number = max((match.round for match in course.matches), default=0) + 1
    seed = {entrant: place for place, entrant in enumerate(seeds, 1)}
    try:
        paired = next_round(
            stage.system,
            len(seeds),
            results(course),
            number,
            rounds=most_rounds(stage.system, len(seeds), stage.rounds),
            withdrawn=[seed[entrant] for entrant in withdrawn],
            resting=[seed[entrant] for entrant in resting],
            points={Outcome(name): getattr(stage.points, name) for name in ("win", "draw", "loss")},
        )
    except RoundIncomplete as missing:
        raise RoundNotOver(round=missing.round) from None
    except NoPairing:
        raise NoPairingLeft() from None
    except ValueError as refused:
        raise Undrawable(problem=str(refused)) from None
    matches = [
        DrawnMatch(
            number=first + index,
            round=number,
            name=f"Round {number}, match {index + 1}",
            sides=[Source("seed", side) for side in board.sides],
            winner_to=None,
            loser_to=None,
            winner_place=None,
            loser_place=None,
            best_of=board.best_of,
        )
        for index, board in enumerate(paired.boards)
    ]
    away = () if stage.system == "valve" else [seeds[one - 1] for one in paired.idle]
    idle = [Idle(number, seeds[paired.bye - 1], str(Kind.BYE))] if paired.bye else []
    idle += [Idle(number, one, resting.get(one, str(Kind.ABSENT))) for one in away if one not in withdrawn]
    return DrawnRound(number, matches, idle)


def is_over(course: Course, withdrawn: Iterable[UUID] = ()) -> bool:
    """Whether nothing is left to play, with every match there is decided."""
    stage = course.stage
    if not stage.by_rounds:
        return True
    played = max((match.round for match in course.matches), default=0)
    if played >= most_rounds(stage.system, len(course.seeds), stage.rounds):
        return True
    return stage.system == "valve" and played > 0 and not _still_playing(course, {*withdrawn})


def _still_playing(course: Course, withdrawn: set[UUID]) -> bool:
    """Whether, in Valve's system, two are left who are neither through nor out."""
    record = {seed: [0, 0] for seed in range(1, len(course.seeds) + 1)}
    for result in results(course):
        for entrant, outcome in zip(result.sides, result.outcomes, strict=True):
            if entrant is not None and outcome is not None:
                record[entrant][outcome is Outcome.LOSS] += 1
    left = [seed for seed, both in record.items() if max(both) < NEEDED]
    return len([seed for seed in left if course.seeds[seed - 1] not in withdrawn]) > 1
