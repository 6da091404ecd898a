"""The ladder: who beats somebody further up takes their place."""

from collections.abc import Sequence


class OutOfReach(ValueError):
    """A challenge that the ladder does not allow; says why."""


def challenge(ranking: Sequence[int], challenger: int, challenged: int, reach: int) -> None:
    """Raises OutOfReach, but for somebody at most `reach` places further up."""
    if challenger not in ranking or challenged not in ranking:
        raise OutOfReach("both have to be on the ladder")
    up = ranking.index(challenger) - ranking.index(challenged)
    if up <= 0:
        raise OutOfReach("a challenge goes upwards")
    if up > reach:
        raise OutOfReach(f"{up} places further up are more than {reach}")


def after(
    ranking: Sequence[int], challenger: int, challenged: int, *, won: bool, swap: bool = False
) -> list[int]:
    """The ladder after a challenge: those in between move down one, or stay where the two swap."""
    if not won:
        return list(ranking)
    top, bottom = ranking.index(challenged), ranking.index(challenger)
    moved = list(ranking)
    if swap:
        moved[top], moved[bottom] = challenger, challenged
        return moved
    moved.insert(top, moved.pop(bottom))
    return moved
