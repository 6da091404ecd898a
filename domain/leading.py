"""Where the matches of a draw lead: what rests on a result, and the places that nobody takes."""

from collections.abc import Collection, Iterable, Mapping

from domain.formats.draw import DrawnMatch
from domain.values import Seat

Matches = Mapping[int, DrawnMatch]


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
