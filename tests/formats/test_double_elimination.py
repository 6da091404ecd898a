"""Double elimination: the draw itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.draw import Draw, DrawnMatch, Source
from domain.formats.elimination.double_elimination import (
    LARGEST,
    LOSERS,
    WINNERS,
    GrandFinal,
    crossing,
    draw,
    latest,
)
from tests.support.draws import Evening, by_chance, complete

SIZES = st.integers(2, 300)
EVENINGS = st.integers(0, 10_000)
PUBLISHED = {8: 3, 16: 4, 32: 5, 64: 7, 128: 8, 256: 9, 512: 11, 1024: 13}
"""The first losers round in which a rematch may happen, by the best patterns found by search."""


def named(drawn: Draw) -> list[tuple[str, str]]:
    """The matches in short: round and sides."""
    words = {"seed": "{}", "winner": "W{}", "loser": "L{}"}
    return [
        (
            f"{match.bracket[0].upper()}{match.round}",
            " v ".join(words[side.kind].format(side.number) for side in match.sides),
        )
        for match in drawn.matches
    ]


def first_rematch(drawn: Draw) -> int | None:
    """The first losers round in which two who met in the winners bracket can meet again, whatever happens.

    They meet where the way of a match's loser and the way of whoever beat them, and lost later on, join.
    """
    matches = {match.number: match for match in drawn.matches}
    found = []
    for match in drawn.matches:
        if match.bracket != WINNERS:
            continue
        way = _way(matches, match)
        later = match
        while later.winner_to and matches[later.winner_to[0]].bracket == WINNERS:
            later = matches[later.winner_to[0]]
            joined = [number for number in _way(matches, later) if number in set(way)]
            found += [matches[joined[0]].round] if joined else []
    return min(found, default=None)


def _way(matches: dict[int, DrawnMatch], match: DrawnMatch) -> list[int]:
    """The matches of the losers bracket from where the loser of a match joins it to its end."""
    way = []
    to = match.loser_to
    while to and matches[to[0]].bracket == LOSERS:
        way.append(to[0])
        to = matches[to[0]].winner_to
    return way


def test_eight_are_drawn_as_the_rule_says() -> None:
    assert named(draw(8)) == [
        ("W1", "1 v 8"),
        ("W1", "4 v 5"),
        ("W1", "2 v 7"),
        ("W1", "3 v 6"),
        ("W2", "W1 v W2"),
        ("W2", "W3 v W4"),
        ("L1", "L1 v L2"),
        ("L1", "L3 v L4"),
        ("L2", "L6 v W7"),
        ("L2", "L5 v W8"),
        ("W3", "W5 v W6"),
        ("L3", "W9 v W10"),
        ("L4", "L11 v W12"),
        ("F1", "W11 v W13"),
        ("F2", "L14 v W14"),
    ]


def test_two_meet_once_and_then_in_the_grand_final() -> None:
    assert named(draw(2)) == [("W1", "1 v 2"), ("F1", "W1 v L1"), ("F2", "L2 v W2")]
    assert named(draw(2, GrandFinal.NONE)) == [("W1", "1 v 2")]


def test_with_the_first_round_skipped_the_lower_half_begins_in_the_losers_bracket() -> None:
    drawn = named(draw(8, skip_first_round=True))
    assert drawn[:4] == [("W2", "1 v 4"), ("W2", "2 v 3"), ("L1", "8 v 5"), ("L1", "7 v 6")]


@pytest.mark.parametrize("entrants", [-1, 0, 1, LARGEST + 1])
def test_a_draw_outside_2_to_16384_is_refused(entrants: int) -> None:
    with pytest.raises(ValueError, match="2 to 16,384"):
        draw(entrants)


@given(SIZES, st.sampled_from(GrandFinal))
def test_everyone_but_the_first_is_beaten_twice(entrants: int, grand_final: GrandFinal) -> None:
    more = {GrandFinal.NONE: -1, GrandFinal.SINGLE: 0, GrandFinal.RESET: 1}[grand_final]
    assert len(draw(entrants, grand_final).matches) == 2 * entrants - 2 + more


@given(SIZES, st.booleans(), EVENINGS)
def test_whoever_was_beaten_once_can_still_win(entrants: int, skipped: bool, chance: int) -> None:
    evening = Evening(draw(entrants, skip_first_round=skipped), by_chance(chance))
    assert complete(evening.places, entrants)
    (first,) = [entrant for entrant, place in evening.places.items() if place == [1, 1]]
    assert evening.beaten[first] <= 1
    if not skipped:
        assert {evening.beaten[entrant] for entrant in evening.places if entrant != first} == {2}


@given(SIZES, EVENINGS)
def test_a_reset_is_played_only_where_the_one_unbeaten_lost_the_grand_final(
    entrants: int, chance: int
) -> None:
    drawn = draw(entrants)
    *_, final, reset = drawn.matches
    evening = Evening(drawn, by_chance(chance))
    unbeaten, other = evening.met[final.number]
    assert (reset.if_needed, reset.after) == (True, final.number)
    assert (reset.number in evening.met) == (evening.winner[final.number] == other)
    assert set(evening.met.get(reset.number, (unbeaten, other))) == {unbeaten, other}


@given(SIZES)
def test_nobody_has_a_bye_in_the_losers_bracket_twice(entrants: int) -> None:
    drawn = draw(entrants)
    matches = {match.number: match for match in drawn.matches}
    for match in drawn.matches:
        if match.bracket == WINNERS and match.loser_to and matches[match.loser_to[0]].bracket == LOSERS:
            joins = max(1, 2 * match.round - 2)
            assert matches[match.loser_to[0]].round - joins <= 1
    for match in drawn.matches:
        if match.bracket == LOSERS and match.winner_to and matches[match.winner_to[0]].bracket == LOSERS:
            assert matches[match.winner_to[0]].round == match.round + 1


@pytest.mark.parametrize("entrants", PUBLISHED)
def test_no_rematch_comes_before_the_round_that_search_has_found(entrants: int) -> None:
    assert first_rematch(draw(entrants)) == PUBLISHED[entrants] == latest(entrants.bit_length() - 1)


@pytest.mark.parametrize("entrants", [2048, 4096])
def test_the_pattern_goes_on_for_larger_draws(entrants: int) -> None:
    assert (
        first_rematch(draw(entrants)) == latest(entrants.bit_length() - 1) == {2048: 15, 4096: 16}[entrants]
    )


@given(st.integers(1, 6), st.data())
def test_no_masks_keep_those_who_met_apart_longer(rounds: int, data: st.DataObject) -> None:
    masks = [data.draw(st.integers(0, (1 << (rounds - number)) - 1)) for number in range(1, rounds + 1)]
    masks[0] = 0
    assert _earliest(masks) <= max(latest(rounds), _earliest(crossing(rounds)))


def _earliest(masks: list[int]) -> int:
    """The first losers round in which a rematch may happen under these masks."""
    rounds = len(masks)
    found = [2 * rounds]
    for later in range(2, rounds + 1):
        for number in range(1, later):
            apart = ((masks[number - 1] >> (later - number)) ^ masks[later - 1]).bit_length()
            found.append(2 * (later - 1) + max(0, 2 * apart - 1))
    return min(found)


def test_shared_places_are_those_of_a_round_of_the_losers_bracket() -> None:
    lost = [match.loser_place for match in draw(16).matches if match.loser_place and not match.if_needed]
    assert [list(place) for place in sorted({tuple(place) for place in lost})] == [
        [2, 2],
        [3, 3],
        [4, 4],
        [5, 6],
        [7, 8],
        [9, 12],
        [13, 16],
    ]


def test_the_grand_final_is_between_the_winners_of_both_brackets() -> None:
    drawn = draw(16)
    final = drawn.matches[-2]
    brackets = [drawn.matches[side.number - 1].bracket for side in final.sides]
    assert brackets == [WINNERS, LOSERS]
    assert all(side.kind == "winner" for side in final.sides)
    assert Source("seed", 1) in drawn.matches[0].sides
