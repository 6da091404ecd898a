"""Somebody comes late to a draw that is final: the matches that adds, around those that were played."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import Protocol
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.bracket.leading import Matches, Went, certain, first_moves
from domain.bracket.refusals import SlotTaken
from domain.bracket.seats import Move, Seat
from domain.formats.draw import DrawnMatch, Source, numbered
from domain.formats.elimination.double_elimination import TITLES
from domain.formats.stages import Stage, drawn_as
from domain.formats.table import round_robin
from domain.standings.placing import Placing


class Final(Protocol):
    """What a bracket knows of its draw, once that is final."""

    played_as: Stage
    seeds: list[UUID]
    matches: dict[int, DrawnMatch]
    doubled: list[int]
    places: dict[UUID, Placing]


class Joining(msgspec.Struct, frozen=True):
    """What a newcomer makes of a draw: a table has `meetings` more, and a knock-out is of other `matches`.

    `cleared` are sides to open, `moves` those that are taken then, `places` what is certain for other ranks
    now, and `retracted` are those whose place was certain, and who play on.
    """

    matches: list[DrawnMatch]
    meetings: list[DrawnMatch]
    cleared: list[Seat]
    moves: list[Move]
    places: list[Placing]
    retracted: list[UUID]


def joining(
    bracket: Final, newcomer: UUID, begun: Collection[int], went: Mapping[int, Went], first: int
) -> Joining:
    """The draw with the newcomer as its last seed, the matches that this adds numbered from `first` on.

    `begun` are the matches that are going on or decided; `went`, who won and who lost the decided ones.
    Raises SlotTaken where that would change what has begun, ValueError where so many cannot play.
    """
    before, seeds = bracket.matches, [*bracket.seeds, newcomer]
    again = drawn_as(bracket.played_as, len(seeds))
    if bracket.played_as.is_table:
        meetings = _meetings(bracket.played_as, before.values(), len(seeds), first)
        return Joining([], meetings, [], first_moves(meetings, seeds), [], [])
    matches = grafted(before, again, len(seeds), first)
    changed = [
        Seat(match.number, side)
        for match in matches
        if match.number in before
        for side, source in enumerate(match.sides)
        if source != before[match.number].sides[side]
    ]
    dropped = before.keys() - {match.number for match in matches}
    if late := sorted({*dropped, *(seat.match for seat in changed)} & {*begun}):
        problem = f"another entrant would change {before[late[0]].name} (match {late[0]}), which has begun"
        raise SlotTaken(problem=problem)
    places = _places(bracket, matches, went)
    if any(one.entrant not in bracket.places for one in places):
        raise SlotTaken(problem="with another entrant, somebody who has lost would not play on as was drawn")

    def taken(source: Source) -> bool:
        return source.kind == "seed" or source.number in went

    def there(source: Source) -> UUID | None:
        if source.kind == "seed":
            return seeds[source.number - 1]
        return went[source.number].winner if source.kind == "winner" else went[source.number].loser

    cleared = [seat for seat in changed if taken(before[seat.match].sides[seat.side])]
    moves = [
        Move(match.number, side, there(source))
        for match in matches
        if match.number not in before
        for side, source in enumerate(match.sides)
        if taken(source)
    ]
    retracted = bracket.places.keys() - {one.entrant for one in places}
    return Joining(matches, [], cleared, moves, places, sorted(retracted))


def _places(bracket: Final, matches: Sequence[DrawnMatch], went: Mapping[int, Went]) -> list[Placing]:
    """What is certain by the matches that are decided, with one more below."""
    of = {match.number: match for match in matches}
    earlier = {number: bracket.doubled[:index] for index, number in enumerate(bracket.doubled)}
    return [
        place
        for number, both in went.items()
        for place in certain(of, earlier.get(number, ()), of[number], both, len(bracket.seeds) + 1)
    ]


# Everyone meets everyone


def _meetings(stage: Stage, matches: Iterable[DrawnMatch], newcomer: int, first: int) -> list[DrawnMatch]:
    """With everyone in the newcomer's group, where they rest, or else in further rounds."""
    dealt = round_robin.groups(newcomer, stage.groups, round_robin.Grouping(stage.grouping))
    group = next(number for number, members in enumerate(dealt) if newcomer in members)
    name = round_robin.name_of(group) if stage.groups > 1 else "main"
    owed = [seed for _ in range(stage.choices.cycles) for seed in dealt[group] if seed != newcomer]
    rounds: dict[int, list[DrawnMatch]] = {}
    for match in matches:
        if match.bracket == name:
            rounds.setdefault(match.round, []).append(match)
    found: list[DrawnMatch] = []
    number = 0
    for index in range(len(owed)):
        number, other = _next_round(rounds, number, owed)
        owed.remove(other)
        sides = [Source("seed", other), Source("seed", newcomer)]
        meeting = DrawnMatch(
            number=first + index,
            round=number,
            name=round_robin.name_of_match(name, number, len(rounds.get(number, ())) + 1),
            sides=sides if index % 2 else sides[::-1],
            winner_to=None,
            loser_to=None,
            winner_place=None,
            loser_place=None,
            bracket=name,
        )
        found.append(meeting)
    return found


def _next_round(
    rounds: Mapping[int, Iterable[DrawnMatch]], after: int, owed: Sequence[int]
) -> tuple[int, int]:
    """The first round after that one in which one of the `owed` rests, and who that is."""
    while True:
        after += 1
        busy = {source.number for match in rounds.get(after, ()) for source in match.sides}
        if resting := [seed for seed in owed if seed not in busy]:
            return after, resting[0]


# Each match leads somewhere


def grafted(before: Matches, again: Sequence[DrawnMatch], newcomer: int, first: int) -> list[DrawnMatch]:
    """The draw `again`, whose last seed is the `newcomer`, with the matches of `before` that it has as well.

    The newcomer meets a seed that had a bye until now, or the last one in a preliminary match: whoever wins
    goes on as that seed would have. Who loses it meets, in a losers bracket, somebody who would have gone on
    without a match.
    """
    same, turned = _same(before, again, newcomer)
    fresh = [match.number for match in again if match.number not in same]
    numbers = {number: match.number for number, match in same.items()}
    numbers |= {number: first + index for index, number in enumerate(fresh)}
    later = {match.bracket: match.round - same[match.number].round for match in again if match.number in same}
    taken = {match.name for match in same.values()}
    matches = []
    for match in again:
        if (earlier := same.get(match.number)) is not None:
            one = replace(match, name=earlier.name, round=earlier.round, bracket=earlier.bracket)
        else:
            round_ = match.round - later.get(match.bracket, 0)
            following = same.get(match.winner_to[0]) if match.winner_to else None
            if following is not None and following.bracket == match.bracket:
                round_ = following.round - 1
            one = replace(match, round=round_, name=_name(match, round_, taken))
        taken.add(one.name)
        matches.append(numbered(_turned(one, turned), numbers.__getitem__))
    return matches


def _turned(match: DrawnMatch, turned: Collection[int]) -> DrawnMatch:
    """With the sides of the matches in `turned` the other way round, as they were."""

    def to(target: list[int] | None) -> list[int] | None:
        return [target[0], 1 - target[1]] if target and target[0] in turned else target

    sides = match.sides[::-1] if match.number in turned else match.sides
    return replace(match, sides=sides, winner_to=to(match.winner_to), loser_to=to(match.loser_to))


def _name(match: DrawnMatch, round_: int, taken: Collection[str]) -> str:
    """As in a draw of that round, but like no other; what comes before all rounds is preliminary."""
    name = match.name.replace(f"round {match.round}", f"round {round_}")
    if round_ < 1:
        name = f"{TITLES.get(match.bracket, '')} preliminary match".strip().capitalize()
    stem, several, _ = name.partition(", match ")
    if not {name, stem} & {*taken}:
        return name
    bare = name.rstrip("0123456789")
    prefix = stem + several if several else bare if bare != name else f"{name} "
    return next(each for number in count(2) if (each := f"{prefix}{number}") not in taken)


def _same(
    before: Matches, again: Iterable[DrawnMatch], newcomer: int
) -> tuple[dict[int, DrawnMatch], set[int]]:
    """The matches of `before` by their numbers in `again`, and those that have their sides turned there.

    `stands_for` has who would have come there before. That is nobody for the newcomer, and for whoever loses
    to, or instead of, the one the newcomer meets.
    """
    known = {frozenset(match.sides): match for match in before.values()}
    stands_for: dict[Source, Source | None] = {Source("seed", newcomer): None}
    same: dict[int, DrawnMatch] = {}
    turned = set[int]()
    for match in again:
        sides = [stands_for.get(source, source) for source in match.sides]
        there = [source for source in sides if source is not None]
        winner, loser = (Source(kind, match.number) for kind in ("winner", "loser"))
        if len(there) < len(sides):
            stands_for |= {winner: there[0] if there else None, loser: None}
        elif (found := known.get(frozenset(there))) is not None:
            same[match.number] = found
            if there != found.sides:
                turned.add(match.number)
            stands_for |= {winner: Source("winner", found.number), loser: Source("loser", found.number)}
        else:
            stands_for |= {
                winner: Source("new winner", match.number),
                loser: Source("new loser", match.number),
            }
    return same, turned
