"""Who beats somebody further up takes their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.table.ladder import OutOfReach, after, challenge

LADDER = [4, 2, 5, 1, 3]


def test_the_winner_moves_up_and_everyone_in_between_down_one() -> None:
    assert after(LADDER, 1, 2, won=True) == [4, 1, 2, 5, 3]
    assert after(LADDER, 1, 2, won=True, swap=True) == [4, 1, 5, 2, 3]
    assert after(LADDER, 1, 2, won=False) == LADDER


@pytest.mark.parametrize(
    ("challenger", "challenged", "problem"),
    [
        (2, 5, "upwards"),
        (2, 2, "upwards"),
        (3, 4, "4 places further up are more than 3"),
        (9, 4, "on the ladder"),
    ],
)
def test_a_challenge_goes_a_little_upwards(challenger: int, challenged: int, problem: str) -> None:
    with pytest.raises(OutOfReach, match=problem):
        challenge(LADDER, challenger, challenged, 3)
    challenge(LADDER, 1, 4, 3)


@given(st.permutations(range(8)), st.integers(0, 6), st.integers(1, 7), st.booleans(), st.booleans())
def test_nobody_is_lost(ladder: list[int], top: int, down: int, won: bool, swap: bool) -> None:
    bottom = min(7, top + down)
    moved = after(ladder, ladder[bottom], ladder[top], won=won, swap=swap)
    assert sorted(moved) == sorted(ladder)
    assert moved[:top] == ladder[:top]
    assert moved[bottom + 1 :] == ladder[bottom + 1 :]
    assert moved[top] == ladder[bottom if won else top]
