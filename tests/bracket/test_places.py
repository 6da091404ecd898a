"""Everyone has one place, and no place is promised twice, whichever matches both sides forfeit."""

from itertools import product
from uuid import UUID

import pytest

from domain.bracket.bracket import Bracket
from domain.formats.draw import DrawnMatch
from domain.formats.elimination.double_elimination import GrandFinal
from domain.formats.elimination.double_elimination import draw as double
from domain.formats.elimination.single_elimination import Losers, draw
from domain.formats.stages import Stage
from domain.match.ended import Ended
from tests.support.places import no_place_is_promised_twice

LOSERS = {False: Losers.OUT, True: Losers.THIRD_PLACE}
ANN, BEN, CAT, DAN = "Ann", "Ben", "Cat", "Dan"


def played(entrants: int, both: set[int], *, third_place: bool = False, backwards: bool = False) -> Bracket:
    """An evening where the first side wins every match, but for those that both forfeit."""
    return evening(entrants, draw(entrants, LOSERS[third_place]).matches, both, backwards=backwards)


def evening(entrants: int, matches: list[DrawnMatch], both: set[int], *, backwards: bool = False) -> Bracket:
    seeds = [UUID(int=number) for number in range(1, entrants + 1)]
    how = {"stage": 1, "played_as": Stage()}
    bracket = Bracket(id=UUID(int=1), tournament=UUID(int=0), best_of=1, seeds=seeds, matches=matches, **how)
    bracket.finalize(seeds, Stage(), matches)
    known: dict[tuple[str, int], UUID | None] = {("seed", n): seed for n, seed in enumerate(seeds, 1)}
    while bracket.status == "finalized":
        ready = [
            match
            for match in bracket.matches.values()
            if match.number not in bracket.decided
            and all((source.kind, source.number) in known for source in match.sides)
        ]
        match = ready[-1 if backwards else 0]
        sides = [known[source.kind, source.number] for source in match.sides if not match.if_needed]
        present = [entrant for entrant in sides if entrant]
        doubled = match.number in both and len(present) == 2
        winner, loser = (None, None) if doubled else ([*present, None, None])[:2]
        known["winner", match.number], known["loser", match.number] = winner, loser
        won = None if winner is None else 0
        ended = Ended([*present, None, None][:2], None, won, "double_forfeit" if doubled else "played")
        bracket.advance(match.number, ended)
    return bracket


def places(bracket: Bracket) -> dict[str, tuple[int, int]]:
    names = dict(zip(bracket.seeds, (ANN, BEN, CAT, DAN), strict=False))
    return {names[one]: (place.low, place.high) for one, place in bracket.places.items()}


@pytest.mark.parametrize("third_place", [False, True])
@pytest.mark.parametrize("entrants", range(2, 9))
def test_no_place_is_promised_twice_whatever_both_forfeit(entrants: int, third_place: bool) -> None:
    matches = len(draw(entrants, LOSERS[third_place]).matches)
    for forfeited, backwards in product(product([False, True], repeat=matches), [False, True]):
        both = {number for number, forfeit in enumerate(forfeited, 1) if forfeit}
        bracket = played(entrants, both, third_place=third_place, backwards=backwards)
        assert set(bracket.places) == set(bracket.seeds)
        no_place_is_promised_twice(list(bracket.places.values()))


# Of four, match 1 is Ann against Dan and match 2 Ben against Cat; the final comes last.
@pytest.mark.parametrize(
    ("third_place", "both", "expected"),
    [
        (False, {3}, {ANN: (1, 2), BEN: (1, 2), CAT: (3, 4), DAN: (3, 4)}),
        (False, {1}, {ANN: (2, 4), DAN: (2, 4), BEN: (1, 1), CAT: (3, 4)}),
        (True, {4}, {ANN: (1, 2), BEN: (1, 2), DAN: (3, 3), CAT: (4, 4)}),
        (True, {3}, {ANN: (1, 1), BEN: (2, 2), CAT: (3, 4), DAN: (3, 4)}),
        (True, {3, 4}, {ANN: (1, 2), BEN: (1, 2), CAT: (3, 4), DAN: (3, 4)}),
        (True, {1}, {ANN: (2, 4), DAN: (2, 4), BEN: (1, 1), CAT: (3, 3)}),
    ],
)
def test_who_both_forfeit_share_the_places_they_leave_open(
    third_place: bool, both: set[int], expected: dict[str, tuple[int, int]]
) -> None:
    assert places(played(4, both, third_place=third_place)) == expected


@pytest.mark.parametrize("grand_final", GrandFinal)
@pytest.mark.parametrize("entrants", range(2, 6))
def test_no_place_of_two_brackets_is_promised_twice(entrants: int, grand_final: GrandFinal) -> None:
    matches = double(entrants, grand_final).matches
    for forfeited, backwards in product(product([False, True], repeat=len(matches)), [False, True]):
        both = {number for number, forfeit in enumerate(forfeited, 1) if forfeit}
        bracket = evening(entrants, matches, both, backwards=backwards)
        assert set(bracket.places) == set(bracket.seeds)
        no_place_is_promised_twice(list(bracket.places.values()))


def test_no_place_is_forgotten_where_both_are_out_of_the_last_winners_match() -> None:
    """Nobody comes to the losers' final: the two before it are between second and fourth."""
    bracket = evening(4, double(4, GrandFinal.NONE).matches, {3, 4})
    assert places(bracket) == {ANN: (1, 3), BEN: (1, 3), CAT: (2, 4), DAN: (2, 4)}
