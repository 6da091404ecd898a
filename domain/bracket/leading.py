"""Where the matches of a draw lead: who goes where, what rests on a result, and who has which place."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

import msgspec

from domain.bracket.seats import Move, Seat
from domain.formats.draw import DrawnMatch
from domain.match.ended import Ended
from domain.standings.placing import Placing

Matches = Mapping[int, DrawnMatch]


class Went(msgspec.Struct, frozen=True):
    """Who won and who lost; `out` are both, after a double forfeit: they share what nobody takes for it."""

    winner: UUID | None
    loser: UUID | None
    out: list[UUID]


def went(ended: Ended) -> Went:
    """What a result means for the two sides."""
    winner = None if ended.winner is None else ended.sides[ended.winner]
    losers = [entrant for entrant in ended.sides if entrant not in (None, winner)]
    return Went(winner, losers[0] if winner and losers else None, [] if winner else losers)


def first_moves(matches: Iterable[DrawnMatch], seeds: Sequence[UUID]) -> list[Move]:
    """Every seed takes its side."""
    return [
        Move(match=match.number, side=side, entrant=seeds[source.number - 1])
        for match in matches
        for side, source in enumerate(match.sides)
        if source.kind == "seed"
    ]


class Led(Protocol):
    """What a bracket by elimination knows of itself."""

    matches: dict[int, DrawnMatch]
    doubled: list[int]
    seeds: list[UUID]
    places: dict[UUID, Placing]
    placed: dict[int, list[UUID]]


def final(bracket: Led) -> tuple[list[Placing], list[list[UUID]]]:
    """Everyone's place, the best first, and the order within each group.

    Where both sides were out more than once, the order in which that was so, or was put right, is no matter.
    """
    places, doubled = dict(bracket.places), sorted(bracket.doubled)
    for index, number in enumerate(doubled):
        low, high = left_open(bracket.matches, doubled[:index], bracket.matches[number], len(bracket.seeds))
        places |= {entrant: Placing(entrant, low, high) for entrant in bracket.placed[number]}
    placed = sorted(places.values(), key=lambda placing: (placing.low, placing.high))
    return placed, list(ordered(bracket.matches.values(), bracket.seeds, placed).values())


def led(bracket: Led, number: int, ended: Ended) -> tuple[list[Move], list[Placing]]:
    """Where a decided match leads, and the places that are certain with it.

    Where the first side, who came to it unbeaten, is beaten, both meet once more, if the draw has it so.
    """
    match, matches, result = bracket.matches[number], bracket.matches, went(ended)
    beaten = result.loser is not None and ended.winner == 1
    again = beaten and reset_of(matches, number) is not None
    places = [] if again else certain(matches, bracket.doubled, match, result, len(bracket.seeds))
    return moves(matches, match, result, again), places


def moves(matches: Matches, match: DrawnMatch, went: Went, again: bool) -> list[Move]:
    """Where both go; a match that is not needed stays vacant."""
    targets = ((match.winner_to, went.winner), (match.loser_to, went.loser))
    found = [Move(match=to[0], side=to[1], entrant=entrant) for to, entrant in targets if to is not None]
    if (reset := reset_of(matches, match.number)) is not None:
        sides = (went.loser, went.winner) if again else (None, None)
        found += [Move(match=reset, side=side, entrant=entrant) for side, entrant in enumerate(sides)]
    return found


def certain(
    matches: Matches, doubled: Iterable[int], match: DrawnMatch, went: Went, entrants: int
) -> list[Placing]:
    """The places that are certain with this match."""
    placed = [(entrant, left_open(matches, doubled, match, entrants)) for entrant in went.out]
    if went.loser is not None and match.loser_place is not None:
        placed.append((went.loser, match.loser_place))
    if went.winner is not None and match.winner_place is not None:
        placed.append((went.winner, match.winner_place))
    return [Placing(entrant=entrant, low=place[0], high=place[1]) for entrant, place in placed]


def ordered(
    matches: Iterable[DrawnMatch], seeds: Sequence[UUID], places: Iterable[Placing]
) -> dict[str, list[UUID]]:
    """The entrants of each group from the best to the worst: by place, and by seed where they share it.

    Everyone is in one group where the draw has none.
    """
    group = {
        seeds[source.number - 1]: match.bracket
        for match in matches
        if match.bracket.startswith("group ")
        for source in match.sides
        if source.kind == "seed"
    }
    seed = {entrant: number for number, entrant in enumerate(seeds)}
    found: dict[str, list[UUID]] = {
        name: [] for name in sorted({*group.values()}, key=lambda name: (len(name), name))
    }
    for place in sorted(places, key=lambda place: (place.low, seed[place.entrant])):
        found.setdefault(group.get(place.entrant, "main"), []).append(place.entrant)
    return found


def followed(matches: Matches, decided: Collection[int], number: int) -> tuple[list[int], list[Seat]]:
    """The decided matches that rest on a decided one, in order, and every side that came of them."""
    undone, cleared, waiting = set[int](), set[Seat](), [number]
    while waiting:
        for seat in _leads(matches, matches[waiting.pop()]):
            cleared.add(seat)
            if seat.match in decided and seat.match not in undone:
                undone.add(seat.match)
                waiting.append(seat.match)
    return sorted(undone), sorted(cleared, key=lambda seat: (seat.match, seat.side))


def _leads(matches: Matches, match: DrawnMatch) -> list[Seat]:
    seats = [Seat(*to) for to in (match.winner_to, match.loser_to) if to is not None]
    reset = reset_of(matches, match.number)
    return seats + ([Seat(reset, side) for side in (0, 1)] if reset is not None else [])


def reset_of(matches: Matches, number: int) -> int | None:
    """The match that may come after that one, drawn right behind it."""
    following = matches.get(number + 1)
    return number + 1 if following is not None and following.after == number else None


def left_open(matches: Matches, doubled: Iterable[int], match: DrawnMatch, entrants: int) -> list[int]:
    """From the best to the worst of the two places that nobody takes when both sides of `match` are out.

    `doubled` are the earlier matches of that kind. Winner and loser are lacking where they would have gone
    on to: a match that lacks one side has no loser, one that lacks both has no winner either. So no place is
    left open twice.
    """
    lacking: set[int] = set()
    for number in doubled:
        _both_ways(matches, matches[number], entrants, lacking)
    places = _both_ways(matches, match, entrants, lacking)
    return [min(low for low, _ in places), max(high for _, high in places)]


def _both_ways(matches: Matches, match: DrawnMatch, entrants: int, lacking: set[int]) -> list[list[int]]:
    return [_open_place(matches, match, won, entrants, lacking) for won in (True, False)]


def _open_place(
    matches: Matches, match: DrawnMatch, won: bool, entrants: int, lacking: set[int]
) -> list[int]:
    target, place = (match.winner_to, match.winner_place) if won else (match.loser_to, match.loser_place)
    if target is None:
        return place or [1, entrants]
    number = target[0]
    second = number in lacking
    lacking.add(number)
    return _open_place(matches, matches[number], second, entrants, lacking)
