"""When two seeds of the standard order can first meet."""


def first_meeting(size: int, seed: int, other: int) -> int:
    """The round, from 1, in which two seeds meet in a single elimination of `size` if both win until then.

    `size` is a power of two, 2 or more, byes counted; seeds count from 1. Half a draw has seed s where s and
    size + 1 - s were, so two have met when the better of each is the same. Raises ValueError for another
    size, for a seed outside it and for a seed and itself.
    """
    if size < 2 or size & (size - 1):
        raise ValueError("a draw's size is a power of two, 2 or more")
    if seed == other or not (1 <= seed <= size and 1 <= other <= size):
        raise ValueError(f"two different seeds from 1 to {size:,} can meet")
    number = 0
    while seed != other:
        seed, other = min(seed, size + 1 - seed), min(other, size + 1 - other)
        size //= 2
        number += 1
    return number


def tier(seed: int) -> int:
    """Which seeds it may change with: 0 for seed 1, 1 for 2, 2 for 3-4, 3 for 5-8, 4 for 9-16 and so on."""
    return (seed - 1).bit_length()
