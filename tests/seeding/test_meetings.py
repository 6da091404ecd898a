"""Two seeds first meet where their lines in the standard order come together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.seeding.orders import standard_order
from domain.seeding.separation.meetings import first_meeting, tier


@pytest.mark.parametrize(
    ("seed", "other", "expected"), [(1, 8, 1), (4, 5, 1), (1, 4, 2), (8, 5, 2), (1, 2, 3), (6, 5, 3)]
)
def test_eight_meet_in_three_rounds(seed: int, other: int, expected: int) -> None:
    assert first_meeting(8, seed, other) == expected


@given(st.integers(1, 9).map(lambda rounds: 2**rounds), st.data())
def test_a_meeting_is_where_the_slots_come_together(size: int, data: st.DataObject) -> None:
    one, other = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    order = standard_order(size)
    assert first_meeting(size, order[one], order[other]) == (one ^ other).bit_length()


@pytest.mark.parametrize(("size", "seed", "other"), [(0, 1, 2), (6, 1, 2), (8, 3, 3), (8, 0, 1), (8, 1, 9)])
def test_what_cannot_meet_is_refused(size: int, seed: int, other: int) -> None:
    with pytest.raises(ValueError, match=r"power of two|can meet"):
        first_meeting(size, seed, other)


def test_a_tier_is_one_seed_two_four_eight() -> None:
    assert [tier(seed) for seed in range(1, 18)] == [0, 1, 2, 2, *[3] * 4, *[4] * 8, 5]
