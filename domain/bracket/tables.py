"""Stages that standings decide: what each match was worth, who stands where, and when all is played."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from uuid import UUID

import msgspec

from domain.formats.draw import DrawnMatch
from domain.formats.stages import Stage
from domain.formats.table.free_for_all import NOWHERE, Finish
from domain.formats.table.free_for_all import table as of_many
from domain.formats.table.ladder import after
from domain.match.ended import Ended
from domain.match.score import GameScore
from domain.seeding.lots import drawn_by_lot
from domain.standings.placing import Placing
from domain.standings.results import Kind, Outcome, Result
from domain.standings.settings import Settings, Unplayed
from domain.standings.table import Standing, standings
from domain.standings.value import plain

ALONE = {Kind.BYE: Outcome.WIN, Kind.HALF_BYE: Outcome.DRAW, Kind.ABSENT: Outcome.LOSS}
MATCHES = "main"


class Worth(msgspec.Struct, frozen=True):
    """What a match was for its sides, in the words of `domain.standings.results`."""

    outcomes: list[str]
    kind: str
    games: list[GameScore]


class Idle(msgspec.Struct, frozen=True):
    """An entrant without a match in a round: bye, half bye or absent."""

    round: int
    entrant: UUID
    kind: str


class Course(msgspec.Struct, frozen=True):
    """All that standings are made of; entrants in the order of their seeds.

    Lots break `ties` by that lot; `conduct` are the points of those who have some for fair play.
    """

    stage: Stage
    seeds: Sequence[UUID]
    matches: Iterable[DrawnMatch]
    counted: Mapping[int, Worth]
    idle: Iterable[Idle]
    ties: str | None = None
    conduct: Mapping[UUID, int] = {}


def worth(ended: Ended) -> Worth:
    """What came of a match, for a table."""
    kind = Kind.PLAYED if ended.ending == "played" else Kind.FORFEIT
    if ended.winner is not None:
        outcomes = [
            Outcome.WIN if side == ended.winner else Outcome.LOSS for side, _ in enumerate(ended.sides)
        ]
    else:
        outcomes = [Outcome.DRAW if kind is Kind.PLAYED else Outcome.LOSS] * len(ended.sides)
    return Worth([str(each) for each in outcomes], str(kind), ended.games or [])


def results(course: Course) -> list[Result]:
    """Every result of two, and every round without a match, by seeds; matches of many have none."""
    seed = {entrant: number for number, entrant in enumerate(course.seeds, 1)}
    played = [
        _result(match, counted)
        for match in course.matches
        if (counted := course.counted.get(match.number)) is not None and len(match.sides) == 2
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
    found: dict[str, set[int]] = {}
    for match in course.matches:
        if match.bracket.startswith("group "):
            found.setdefault(match.bracket, set()).update(source.number for source in match.sides)
    if not found:
        return {MATCHES: list(range(1, len(course.seeds) + 1))}
    return {name: sorted(found[name]) for name in sorted(found, key=lambda name: (len(name), name))}


def table(course: Course) -> dict[str, list[Standing]]:
    """The standings of each group, now."""
    if course.stage.format == "ladder":
        return {MATCHES: _ladder(course)}
    if course.stage.format == "free-for-all":
        return {name: _of_many(course, name, members) for name, members in groups(course).items()}
    found = results(course)
    settings = _settings(course, found)
    tables = {}
    for name, members in groups(course).items():
        within = set(members)
        own = [result for result in found if result.sides[0] in within]
        tables[name] = standings(members, own, course.stage.order_of_merit, settings)
    return tables


def _of_many(course: Course, name: str, members: Sequence[int]) -> list[Standing]:
    """A lobby by its matches so far."""
    numbers = {seed: number for number, seed in enumerate(members, 1)}
    played = [
        {
            numbers[source.number]: Finish(place, kills)
            for source, place, kills in zip(match.sides, game.places or (), game.score, strict=True)
            if place
        }
        for match in course.matches
        if match.bracket == name and match.number in course.counted
        for game in course.counted[match.number].games
        if game.places is not None
    ]
    return [
        Standing(
            position=position,
            low=total.low,
            high=total.high,
            number=members[total.entrant - 1],
            points=total.points,
            values={
                each: None if amount == NOWHERE else plain(amount)
                for each in course.stage.order_of_merit
                for amount in (getattr(total, each),)
            },
        )
        for position, total in enumerate(of_many(len(members), played, course.stage.worth), 1)
    ]


def _ladder(course: Course) -> list[Standing]:
    """The ladder as the challenges so far left it; `points` are matches won."""
    won = dict.fromkeys(range(1, len(course.seeds) + 1), 0)
    for result in results(course):
        for entrant, outcome in zip(result.sides, result.outcomes, strict=True):
            won[entrant or 0] = won.get(entrant or 0, 0) + (outcome is Outcome.WIN)
    return [
        Standing(position=place, low=place, high=place, number=number, points=won[number], values={})
        for place, number in enumerate(ranking(course), 1)
    ]


def ranking(course: Course) -> list[int]:
    """The seeds on a ladder from the top down: each challenge that was won moves the challenger up.

    The challenger is the first side of the match.
    """
    order = list(range(1, len(course.seeds) + 1))
    for match in sorted(course.matches, key=lambda match: match.round):
        counted = course.counted.get(match.number)
        if counted is not None and counted.outcomes[0] == Outcome.WIN:
            challenger, challenged = (source.number for source in match.sides)
            if order.index(challenger) > order.index(challenged):
                order = after(order, challenger, challenged, won=True, swap=course.stage.swap)
    return order


def _settings(course: Course, found: Sequence[Result]) -> Settings:
    stage = course.stage
    swiss = stage.format == "swiss"
    numbers = {entrant: number for number, entrant in enumerate(course.seeds, 1)}
    last = max((result.round for result in found), default=0)
    return Settings(
        scoring=stage.points,
        unplayed=Unplayed.FIDE_2024 if swiss else Unplayed.AS_SCHEDULED,
        rounds=last if swiss and last else None,
        again=stage.again,
        fair_play={numbers[one]: points for one, points in course.conduct.items() if one in numbers},
        lots=tuple([numbers[one] for one in drawn_by_lot(course.seeds, course.ties or "")]),
    )


def order(tables: Mapping[str, Sequence[Standing]], seeds: Sequence[UUID]) -> list[list[UUID]]:
    """The entrants of each group from the best to the worst."""
    return [[seeds[one.number - 1] for one in standing] for standing in tables.values()]


def places(tables: Mapping[str, Sequence[Standing]], seeds: Sequence[UUID]) -> list[Placing]:
    """Everyone's place, the best first: those of the same rank in their groups share it.

    Two who share a rank are both of it: both thirds of a group come before whoever is fourth in another, for
    nobody of their own is before either. So every range is held by as many as it has places, and what is won
    with those can be divided among them.
    """
    ranked = sorted((one for standing in tables.values() for one in standing), key=lambda one: one.low)
    found: list[Placing] = []
    for _, level in groupby(ranked, key=lambda one: one.low):
        sharing = [seeds[one.number - 1] for one in level]
        low, high = len(found) + 1, len(found) + len(sharing)
        found += [Placing(entrant=entrant, low=low, high=high) for entrant in sharing]
    return found


def cuts(plan: Sequence[Stage], number: int) -> set[int]:
    """The ranks of a stage behind which another stage begins to take from it, or takes no more."""
    found = set[int]()
    for stage in plan:
        taken: list[list[int]] = []
        for low, high in sorted(source.ranks for source in stage.sources if source.stage == number):
            if taken and low <= taken[-1][1] + 1:
                taken[-1][1] = max(high, taken[-1][1])
            else:
                taken.append([low, high])
        found |= {cut for low, high in taken for cut in (low - 1, high)}
    return found


def level_at_cut(standing: Sequence[Standing], cuts: Collection[int], gone: Collection[int]) -> set[int]:
    """Who shares a rank that a cut divides: some of them are taken and others not, by their seeds.

    Nobody takes who is `gone`; the next in the group come in their place.
    """
    found, last = set[int](), 0
    there = [one for one in standing if one.number not in gone]
    for _, level in groupby(there, key=lambda one: one.low):
        sharing = [one.number for one in level]
        first, last = last + 1, last + len(sharing)
        if any(first <= cut < last for cut in cuts):
            found.update(sharing)
    return found


def final(course: Course) -> tuple[list[Placing], list[list[UUID]]]:
    """Everyone's place, and the order within each group."""
    tables = table(course)
    return places(tables, course.seeds), order(tables, course.seeds)
