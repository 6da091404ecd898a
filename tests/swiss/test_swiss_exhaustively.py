"""Small fields against every pairing there is."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.formats.swiss.field import NoPairing, field
from domain.formats.swiss.general import Paired, pair
from domain.standings.results import Kind, Outcome, Result
from tests.swiss.swiss_rounds import WON, alone, played


def pairings(line: list[int]) -> Iterator[list[tuple[int, int]]]:
    if not line:
        yield []
    for other in line[1:]:
        rest = [entrant for entrant in line[1:] if entrant != other]
        for pairs in pairings(rest):
            yield [(line[0], other), *pairs]


@st.composite
def fields(draw: st.DrawFn) -> tuple[int, list[Result], list[tuple[int, int]]]:
    """Entrants, a history in which anything may have happened, and who must not meet."""
    entrants = draw(st.integers(1, 8))
    everyone = list(range(1, entrants + 1))
    results: list[Result] = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        line = draw(st.permutations(everyone))
        for one, other in zip(line[::2], line[1::2], strict=False):
            outcomes = draw(st.sampled_from([WON, (Outcome.DRAW, Outcome.DRAW), (Outcome.LOSS, Outcome.WIN)]))
            kind = draw(st.sampled_from([Kind.PLAYED] * 4 + [Kind.FORFEIT]))
            results.append(Result(round=number, sides=(one, other), outcomes=outcomes, kind=kind))
        if entrants % 2:
            kind = draw(st.sampled_from([Kind.BYE, Kind.HALF_BYE, Kind.ABSENT]))
            results.append(alone(number, line[-1], kind))
    apart = draw(st.lists(st.tuples(st.sampled_from(everyone), st.sampled_from(everyone)), max_size=6))
    return entrants, results, apart


@settings(max_examples=300)
@given(fields())
def test_a_pairing_is_found_wherever_one_exists_and_none_is_nearer_in_score(
    given_field: tuple[int, list[Result], list[tuple[int, int]]],
) -> None:
    entrants, results, apart = given_field
    everyone = range(1, entrants + 1)
    number = max((result.round for result in results), default=0) + 1
    there = field(everyone, results, number, forbidden=apart)

    def allowed(bye: int | None) -> list[list[tuple[int, int]]]:
        line = [entrant for entrant in there.ranked if entrant != bye]
        found = pairings(line)
        return [pairs for pairs in found if all(other not in there.apart[one] for one, other in pairs)]

    def unlike(pairs: list[tuple[int, int]]) -> int:
        return sum((there.scores[one] - there.scores[other]) ** 2 for one, other in pairs)

    byes = (
        [None] if entrants % 2 == 0 else [one for one in reversed(there.ranked) if one in there.without_bye]
    )
    possible = next(((bye, found) for bye in byes if (found := allowed(bye))), None)
    try:
        paired: Paired | None = pair(everyone, results, number, forbidden=apart)
    except NoPairing:
        paired = None
    assert (paired is None) == (possible is None)
    if paired is not None and possible is not None:
        bye, found = possible
        assert paired.bye == bye
        assert sorted(map(sorted, paired.pairs)) in [sorted(map(sorted, pairs)) for pairs in found]
        assert unlike(paired.pairs) == min(map(unlike, found))


def test_the_bye_passes_the_lowest_where_the_others_could_not_be_paired() -> None:
    results = [played(1, 1, 2), alone(1, 3, Kind.ABSENT)]
    assert pair([1, 2, 3], results, 2) == Paired([(3, 1)], 2)
