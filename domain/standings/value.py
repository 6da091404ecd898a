"""The value of a tie-break, and what it is made of."""

from collections.abc import Iterable

import msgspec

Number = int | float
Shown = Number | list[Number]


class Part(msgspec.Struct, frozen=True, gc=False):
    """What one round adds: `opponent` is None where there was none, `why` says what is not plain.

    One that is not `counted` was cut. Round 0 is no round: something a rule adds to the sum.
    """

    round: int
    opponent: int | None
    amount: int
    why: str = ""
    counted: bool = True


class Value(msgspec.Struct, frozen=True, gc=False):
    """Whole `amounts`, of which `unit` make one; more than one where mini-tables were made of mini-tables.

    The last amount is the sum of the parts that are counted, where there are parts.
    """

    amounts: list[int]
    unit: int
    parts: list[Part]

    @property
    def shown(self) -> Shown:
        """The number, or the numbers of one mini-table after the other."""
        numbers = [exact(amount, self.unit) for amount in self.amounts]
        return numbers[0] if len(numbers) == 1 else numbers


def exact(amount: int, unit: int) -> Number:
    """Whole where it is whole."""
    return amount / unit if amount % unit else amount // unit


def total(parts: list[Part], unit: int = 1) -> Value:
    """All of them, summed."""
    return Value([sum([part.amount for part in parts])], unit, parts)


def counted(parts: Iterable[Part], unit: int) -> Value:
    """Those summed that are not cut."""
    listed = list(parts)
    return Value([sum([part.amount for part in listed if part.counted])], unit, listed)


def plain(amount: int) -> Value:
    """A number that is not made of rounds."""
    return Value([amount], 1, [])
