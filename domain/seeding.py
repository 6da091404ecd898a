"""Where each seed stands in a draw."""


def standard_order(size: int) -> list[int]:
    """Seeds of a draw of `size` (a power of two) from top to bottom: 1 and 2 can only meet in the final.

    Grows [1, 2] by (p, 2m + 1 - p): 8 gives 1 8 4 5 2 7 3 6.
    """
    if size < 2 or size & (size - 1):
        raise ValueError("a draw's size is a power of two, 2 or more")
    order = [1, 2]
    while len(order) < size:
        order = [seed for place in order for seed in (place, 2 * len(order) + 1 - place)]
    return order
