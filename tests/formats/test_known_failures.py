"""What single elimination gets wrong elsewhere, each as a whole evening."""

import pytest

from application.match.commands import CorrectResult, ForfeitBoth, ForfeitMatch
from domain.formats.elimination.single_elimination import draw
from domain.seeding.orders import standard_order
from tests.support.evening import Evening
from tests.support.given import did, given, live

EIGHT = ("Ann", "Ben", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal")


def forfeits(*numbers: int) -> list:
    """In these matches the second side gives up."""
    return [act for number in numbers for act in did(ForfeitMatch, match=number, side=1)]


def both_forfeit(*numbers: int) -> list:
    """In these matches neither side goes on."""
    return [act for number in numbers for act in did(ForfeitBoth, match=number)]


def places(entrants: int, *played: list, third_place: bool = False) -> dict[str, str]:
    """How everyone ended, as printed; nobody has more than one place."""
    evening = given(live(*EIGHT[:entrants], third_place=third_place), *played).evening
    assert evening.status == "completed"
    names = {evening.registration(name): name for name in EIGHT}
    ended = evening.facts.all[-1].places
    assert len(ended) == len({placing.entrant for placing in ended}) == entrants
    return {
        names[placing.entrant]: str(placing.low)
        if placing.low == placing.high
        else f"{placing.low}-{placing.high}"
        for placing in ended
    }


@pytest.mark.parametrize("third_place", [False, True])
def test_a_third_place_match_asked_of_two_or_three_entrants_is_none(third_place: bool) -> None:
    assert places(2, forfeits(1), third_place=third_place) == {"Ann": "1", "Ben": "2"}
    assert places(3, forfeits(1, 2), third_place=third_place) == {"Ann": "1", "Ben": "2", "Cat": "3"}


@pytest.mark.parametrize("entrants", range(2, 65))
def test_a_bye_never_meets_a_bye(entrants: int) -> None:
    size = 1 << (entrants - 1).bit_length()
    order = standard_order(size)
    assert all(min(pair) <= entrants for pair in zip(order[::2], order[1::2], strict=True))
    first = {
        source.number: match.round
        for match in reversed(draw(entrants).matches)
        for source in match.sides
        if source.kind == "seed"
    }
    assert set(first) == set(range(1, entrants + 1))
    assert set(first.values()) <= {1, 2}


@pytest.mark.parametrize(("third_place", "matches"), [(False, 4), (True, 5)])
def test_a_size_that_is_no_power_of_two_is_played_to_its_end(third_place: bool, matches: int) -> None:
    dan, cat = ("3", "4") if third_place else ("3-4", "3-4")
    ended = places(5, forfeits(*range(1, matches + 1)), third_place=third_place)
    assert ended == {"Ann": "1", "Ben": "2", "Dan": dan, "Cat": cat, "Eve": "5"}


def test_ranks_are_shared_and_not_dense() -> None:
    assert sorted(places(8, forfeits(*range(1, 8))).values()) == ["1", "2", "3-4", "3-4"] + ["5-8"] * 4


def test_nobody_is_lost_when_both_forfeit_the_final() -> None:
    ended = places(4, forfeits(1, 2), both_forfeit(3))
    assert ended == {"Ann": "1-2", "Ben": "1-2", "Cat": "3-4", "Dan": "3-4"}


def test_nobody_is_lost_when_both_forfeit_a_semi_final() -> None:
    ended = places(4, both_forfeit(1), forfeits(2))
    assert ended == {"Ben": "1", "Ann": "2-4", "Cat": "3-4", "Dan": "2-4"}


def test_after_a_double_forfeit_in_a_semi_final_the_other_loser_is_third() -> None:
    ended = places(4, both_forfeit(1), forfeits(2), third_place=True)
    assert ended == {"Ben": "1", "Cat": "3", "Ann": "2-4", "Dan": "2-4"}


@pytest.mark.parametrize("third_place", [False, True])
def test_nobody_is_lost_when_both_semi_finals_are_forfeited_by_both(third_place: bool) -> None:
    ended = places(4, both_forfeit(1, 2), third_place=third_place)
    still_in = "1-3" if third_place else "1-4"
    assert ended == {"Ann": "2-4", "Dan": "2-4", "Ben": still_in, "Cat": still_in}


@pytest.mark.parametrize(("format_name", "matches"), [("single-elimination", 3), ("double-elimination", 6)])
def test_a_double_disqualification_put_right_leaves_a_bracket_that_is_played_to_its_end(
    format_name: str, matches: int
) -> None:
    four = live(*EIGHT[:4], format=format_name)
    why = "only the second side was disqualified"
    corrected = did(CorrectResult, match=1, games="2-1", reason=why)
    told = given(four, both_forfeit(1), corrected, forfeits(*range(2, matches + 1))).evening
    plain = given(four, forfeits(*range(1, matches + 1))).evening
    assert (told.status, told.match(1).ending) == ("completed", "played")
    assert ranks(told) == ranks(plain)


def test_a_double_disqualification_put_right_leaves_no_place_promised_twice() -> None:
    """The other two, who were out of the other semi-final, do not keep what was open while all four were."""
    corrected = did(CorrectResult, match=1, games="2-1", reason="only the second side was disqualified")
    ended = places(4, both_forfeit(1, 2), corrected, third_place=True)
    assert ended == {"Ann": "1", "Dan": "3", "Ben": "2-4", "Cat": "2-4"}


def ranks(evening: Evening) -> dict[str, tuple[int, int]]:
    names = {evening.registration(name): name for name in EIGHT}
    return {names[entrant]: (place.low, place.high) for entrant, place in evening.bracket.places.items()}


def test_two_play_a_double_elimination_until_one_is_beaten_twice() -> None:
    two = live("Ann", "Ben", format="double-elimination")
    once = given(two, forfeits(1, 2)).evening
    twice = given(two, forfeits(1), did(ForfeitMatch, match=2, side=0), forfeits(3)).evening
    assert [match.ending for match in once.matches()] == ["forfeit", "forfeit", "vacant"]
    assert [match.ending for match in twice.matches()] == ["forfeit"] * 3
    for evening in (once, twice):
        assert (evening.status, len(evening.bracket.places)) == ("completed", 2)


def test_nobody_is_lost_when_nobody_plays_at_all() -> None:
    assert set(places(8, both_forfeit(1, 2, 3, 4), third_place=True)) == set(EIGHT)


def test_both_forfeit_the_third_place_match_and_share_the_places_it_was_for() -> None:
    ended = places(4, forfeits(1, 2), both_forfeit(3), forfeits(4), third_place=True)
    assert ended == {"Ann": "1", "Ben": "2", "Cat": "3-4", "Dan": "3-4"}
