"""Stages that are drawn as they are played: the next round of a Swiss, the next challenge on a ladder."""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.bracket.leading import first_moves
from domain.bracket.refusals import (
    ChallengeRefused,
    NoMoreRounds,
    NoPairingLeft,
    RoundNotOver,
    RoundPlayed,
    Undrawable,
)
from domain.bracket.seats import Move
from domain.bracket.tables import Course, Idle, ranking, results
from domain.formats.draw import DrawnMatch, Source
from domain.formats.swiss.field import NoPairing
from domain.formats.swiss.next_round import most_rounds, next_round
from domain.formats.swiss.valve import NEEDED
from domain.formats.table.ladder import OutOfReach, challenge
from domain.standings.results import Kind, Outcome, RoundIncomplete

NONE_LEFT = "no pairing is left that keeps every rule, so end the stage as it stands"
TOO_FEW = "fewer than two are there to play it"


class DrawnRound(msgspec.Struct, frozen=True):
    """A round as it is drawn: its matches, who takes which side of them, and who has none in it."""

    round: int
    matches: list[DrawnMatch]
    moves: list[Move]
    idle: list[Idle]


def latest(course: Course) -> int:
    """The number of the latest round; 0 before the first."""
    return max((match.round for match in course.matches), default=0)


def taken_back(course: Course) -> tuple[int, list[int]]:
    """The latest round, and its matches, of which none counts yet. Raises RoundPlayed."""
    number = latest(course)
    matches = [match.number for match in course.matches if match.round == number]
    if not course.stage.by_rounds or not matches or course.counted.keys() & {*matches}:
        raise RoundPlayed(round=number)
    return number, matches


def missed(entrant: UUID, course: Course) -> list[Idle]:
    """The rounds so far, of one who comes now."""
    return [Idle(number, entrant, str(Kind.ABSENT)) for number in range(1, latest(course) + 1)]


def drawn_round(
    course: Course, withdrawn: Collection[UUID], resting: Mapping[UUID, str], first: int
) -> DrawnRound:
    """The next round of a Swiss stage, its matches numbered from `first` on; `resting` says what for.

    Whoever had left and is back is paired as one who was absent. Raises NoMoreRounds, RoundNotOver where a
    match of an earlier round is open, NoPairingLeft.
    """
    if course.stage.format != "swiss" or is_over(course, withdrawn):
        raise NoMoreRounds()
    stage, seeds = course.stage, course.seeds
    number = latest(course) + 1
    seed = {entrant: place for place, entrant in enumerate(seeds, 1)}
    there = {*seeds} - {*withdrawn, *resting}
    problem = NONE_LEFT if len(there) > 1 else TOO_FEW
    try:
        paired = next_round(
            stage.system,
            len(seeds),
            results(with_absences(course, withdrawn)),
            number,
            rounds=most_rounds(stage.system, len(seeds), stage.rounds),
            withdrawn=[seed[entrant] for entrant in withdrawn],
            resting=[seed[entrant] for entrant in resting],
            points={Outcome(name): getattr(stage.points, name) for name in ("win", "draw", "loss")},
        )
    except RoundIncomplete as missing:
        raise RoundNotOver(round=missing.round) from None
    except NoPairing:
        raise NoPairingLeft(problem=problem) from None
    except ValueError as refused:
        raise Undrawable(problem=str(refused)) from None
    if not paired.boards:
        raise NoPairingLeft(problem=problem)
    matches = [
        _meeting(first + index, number, f"Round {number}, match {index + 1}", board.sides, board.best_of)
        for index, board in enumerate(paired.boards)
    ]
    away = () if stage.system == "valve" else [seeds[one - 1] for one in paired.idle]
    idle = [Idle(number, seeds[paired.bye - 1], str(Kind.BYE))] if paired.bye else []
    idle += [Idle(number, one, resting.get(one, str(Kind.ABSENT))) for one in away if one not in withdrawn]
    return DrawnRound(number, matches, first_moves(matches, seeds), idle)


def with_absences(course: Course, withdrawn: Collection[UUID]) -> Course:
    """With those absent in the rounds they missed who had left and are not `withdrawn` now.

    In Valve's system nobody misses a round who was through or out before it.
    """
    seed = {entrant: number for number, entrant in enumerate(course.seeds, 1)}
    there = {(match.round, source.number) for match in course.matches for source in match.sides}
    there |= {(idle.round, seed[idle.entrant]) for idle in course.idle}
    for number in range(1, latest(course) + 1):
        due = _playing(course, number) if course.stage.system == "valve" else {*seed.values()}
        missed = [
            Idle(number, entrant, str(Kind.ABSENT))
            for entrant, one in seed.items()
            if entrant not in withdrawn and one in due and (number, one) not in there
        ]
        course = replace(course, idle=[*course.idle, *missed])
    return course


def is_over(course: Course, withdrawn: Collection[UUID] = ()) -> bool:
    """Whether nothing is left to play, with every match there is decided."""
    stage = course.stage
    if not stage.by_rounds:
        return True
    if stage.format == "ladder":
        return False
    played = latest(course)
    if played >= most_rounds(stage.system, len(course.seeds), stage.rounds):
        return True
    if stage.system != "valve" or not played:
        return False
    left = _playing(with_absences(course, withdrawn), played + 1)
    return len([seed for seed in left if course.seeds[seed - 1] not in withdrawn]) < 2


def _playing(course: Course, number: int) -> set[int]:
    """The seeds that are, in Valve's system, neither through nor out before that round."""
    record = {seed: [0, 0] for seed in range(1, len(course.seeds) + 1)}
    for result in results(course):
        for entrant, outcome in zip(result.sides, result.outcomes, strict=True):
            if entrant is not None and outcome is not None and result.round < number:
                record[entrant][outcome is Outcome.LOSS] += 1
    return {seed for seed, both in record.items() if max(both) < NEEDED}


def challenged(
    course: Course, withdrawn: Collection[UUID], challenger: UUID, other: UUID, first: int
) -> DrawnRound:
    """The match of a challenge, numbered `first`. Raises ChallengeRefused."""
    if course.stage.format != "ladder" or {challenger, other} & {*withdrawn}:
        raise ChallengeRefused(problem="both play on a ladder, or nobody does")
    seeds = {entrant: number for number, entrant in enumerate(course.seeds, 1)}
    busy = {
        source.number
        for match in course.matches
        if match.number not in course.counted
        for source in match.sides
    }
    one, two = seeds.get(challenger, 0), seeds.get(other, 0)
    try:
        challenge(ranking(course), one, two, course.stage.reach or len(seeds))
    except OutOfReach as refused:
        raise ChallengeRefused(problem=str(refused)) from None
    if busy & {one, two}:
        raise ChallengeRefused(problem="one of the two has a match open")
    number = latest(course) + 1
    match = _meeting(first, number, f"Challenge {number}", (one, two), None)
    return DrawnRound(number, [match], first_moves([match], course.seeds), [])


def _meeting(number: int, round: int, name: str, sides: tuple[int, int], best_of: int | None) -> DrawnMatch:
    return DrawnMatch(
        number=number,
        round=round,
        name=name,
        sides=[Source("seed", side) for side in sides],
        winner_to=None,
        loser_to=None,
        winner_place=None,
        loser_place=None,
        best_of=best_of,
    )
