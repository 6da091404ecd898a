"""Every order has every seed once, and a bye never meets a bye."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.seeding.orders import SlotOrder, slots, standard_order

ORDERS = st.sampled_from(SlotOrder)


@pytest.mark.parametrize(
    ("order", "eight"),
    [
        (SlotOrder.STANDARD, [1, 8, 4, 5, 2, 7, 3, 6]),
        (SlotOrder.NATURAL, [1, 2, 3, 4, 5, 6, 7, 8]),
        (SlotOrder.REVERSE, [8, 7, 6, 5, 4, 3, 2, 1]),
        (SlotOrder.HALF_SHIFT, [5, 6, 7, 8, 1, 2, 3, 4]),
        (SlotOrder.PAIR_FLIP, [2, 1, 4, 3, 6, 5, 8, 7]),
    ],
)
def test_an_order_of_eight_is_the_published_one(order: SlotOrder, eight: list[int]) -> None:
    assert slots(8, order) == eight


def test_five_in_another_order_leave_three_without_an_opponent() -> None:
    assert slots(5, SlotOrder.NATURAL) == [1, None, 2, None, 3, None, 4, 5]
    assert slots(5, SlotOrder.REVERSE) == [5, 4, None, 3, None, 2, None, 1]


@given(st.integers(2, 600), ORDERS)
def test_everyone_stands_in_one_slot(entrants: int, order: SlotOrder) -> None:
    line = slots(entrants, order)
    assert sorted(seed for seed in line if seed is not None) == list(range(1, entrants + 1))
    assert len(line) == 1 << (entrants - 1).bit_length()


@given(st.integers(2, 600), ORDERS)
def test_the_top_seeds_have_the_byes_one_each(entrants: int, order: SlotOrder) -> None:
    line = slots(entrants, order)
    pairs = list(zip(line[::2], line[1::2], strict=True))
    free = [one or other for one, other in pairs if one is None or other is None]
    assert sorted(seed for seed in free if seed) == list(range(1, len(line) - entrants + 1))


@given(st.integers(1, 12).map(lambda rounds: 2**rounds))
def test_a_full_standard_draw_is_the_standard_order(size: int) -> None:
    assert slots(size) == standard_order(size)


@pytest.mark.parametrize("entrants", [-1, 0, 1])
def test_one_entrant_makes_no_draw(entrants: int) -> None:
    with pytest.raises(ValueError, match="two entrants"):
        slots(entrants)
