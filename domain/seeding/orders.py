"""Where each seed stands in the first round of a draw, from top to bottom."""

from collections.abc import Callable
from enum import StrEnum
from itertools import chain

Slots = list[int | None]
"""Two by two the sides of the first round: a seed from 1, or None for a bye."""


class SlotOrder(StrEnum):
    """How seeds are laid out; in a full draw of eight:"""

    STANDARD = "standard"
    """1 8 4 5 2 7 3 6: the better two seeds are, the later they meet."""
    NATURAL = "natural"
    """1 2 3 4 5 6 7 8: neighbours meet."""
    REVERSE = "reverse"
    """8 7 6 5 4 3 2 1: the natural one from the bottom."""
    HALF_SHIFT = "half-shift"
    """5 6 7 8 1 2 3 4: the halves have changed places."""
    PAIR_FLIP = "pair-flip"
    """2 1 4 3 6 5 8 7: in each match the sides have changed places."""


def standard_order(size: int) -> list[int]:
    """Seeds of a draw of `size` (a power of two) from top to bottom: 1 and 2 can only meet in the final.

    Grows [1, 2] by (p, 2m + 1 - p): 8 gives 1 8 4 5 2 7 3 6. Raises ValueError for any other size.
    """
    if size < 2 or size & (size - 1):
        raise ValueError("a draw's size is a power of two, 2 or more")
    order = [1, 2]
    while len(order) < size:
        order = [seed for place in order for seed in (place, 2 * len(order) + 1 - place)]
    return order


def slots(entrants: int, order: SlotOrder = SlotOrder.STANDARD) -> Slots:
    """The first round of a draw of `entrants`, padded to the next power of two with byes for the top seeds.

    In every order a bye has an entrant beside it, never another bye. The orders are those that bracket
    libraries know by these names. Raises ValueError for fewer than two entrants.
    """
    if entrants < 2:
        raise ValueError("a draw has two entrants or more")
    size = 1 << (entrants - 1).bit_length()
    if order is SlotOrder.STANDARD:
        return [seed if seed <= entrants else None for seed in standard_order(size)]
    byes = size - entrants
    free: Slots = list(chain.from_iterable((seed, None) for seed in range(1, byes + 1)))
    return _REARRANGED[order]([*free, *range(byes + 1, entrants + 1)])


def natural(line: Slots) -> Slots:
    return line


def _reverse(line: Slots) -> Slots:
    return line[::-1]


def _half_shift(line: Slots) -> Slots:
    half = len(line) // 2
    return line[half:] + line[:half]


def _pair_flip(line: Slots) -> Slots:
    return [line[slot ^ 1] for slot in range(len(line))]


_REARRANGED: dict[SlotOrder, Callable[[Slots], Slots]] = {
    SlotOrder.NATURAL: natural,
    SlotOrder.REVERSE: _reverse,
    SlotOrder.HALF_SHIFT: _half_shift,
    SlotOrder.PAIR_FLIP: _pair_flip,
}
