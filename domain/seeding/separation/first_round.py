"""The fewest first-round matches between entrants who share a label, by alternating paths."""

from collections import deque
from collections.abc import Sequence

from domain.seeding.separation.arrangement import Labels
from domain.seeding.separation.meetings import tier


class FirstRound:
    """Upper seeds, each opposite its first opponent: a lower seed, or a bye that stays in its tier.

    It starts from the opponents there are. A path that alternates between opponents they have and opponents
    they could have makes one clash fewer, and where no path is left no order has fewer (Berge 1957): whoever
    has an opponent of the lowest tier may have any other of it, and byes may move within their tier.
    """

    def __init__(self, holders: Sequence[int], labels: Labels) -> None:
        self.holders = list(holders)
        self.labels = labels
        self.size = 1 << (len(holders) - 1).bit_length()
        half = self.size // 2
        self.byes = self.size - len(holders)
        # Columns are seeds: beyond the last entrant, byes. Whole tiers of byes take no part.
        self.rows = [seed for seed in range(1, half + 1) if min(1 << tier(seed), half) > self.byes]
        self.opponent = {seed: self.size + 1 - seed for seed in self.rows}
        self.vain: set[int] = set()
        self.free = {row for row in self.rows if self._clash(row, self.opponent[row])}

    def fewer(self) -> bool:
        """Whether there were more clashes than there need be; then `holders` have fewest."""
        helped = False
        for root in sorted(self.free, reverse=True):
            helped |= root in self.free and self._augmented(root)
        if helped:
            self._settle()
        return helped

    def _clash(self, row: int, column: int) -> bool:
        return column <= len(self.holders) and not self._labels(row).isdisjoint(self._labels(column))

    def _labels(self, seed: int) -> frozenset[int]:
        return self.labels[self.holders[seed - 1]]

    def _may(self, row: int, column: int) -> bool:
        if column <= len(self.holders):
            return self._labels(row).isdisjoint(self._labels(column))
        return tier(row) == tier(self.size + 1 - column)

    def _augmented(self, root: int) -> bool:
        """Whether a path from this row ends at another row's clash, or at its own; then it is walked.

        Columns that a vain search has seen lead nowhere later either. Of rows alike one speaks for all.
        """
        unseen = {self.opponent[row]: row for row in self.rows if self.opponent[row] not in self.vain}
        asked: set[tuple[frozenset[int], int]] = set()
        came: dict[int, int] = {}
        waiting = deque([root])
        while waiting:
            row = waiting.popleft()
            like = self._labels(row), tier(row)
            if like in asked:
                continue
            asked.add(like)
            for column, holder in [(c, h) for c, h in unseen.items() if self._may(row, c)]:
                del unseen[column]
                came[column] = row
                if holder in self.free:
                    self._walk(root, column, holder, came)
                    return True
                waiting.append(holder)
        self.vain |= came.keys()
        return False

    def _walk(self, root: int, column: int, end: int, came: dict[int, int]) -> None:
        left = self.opponent[root]
        row = came[column]
        while row != root:
            self.opponent[row], column = column, self.opponent[row]
            row = came[column]
        self.opponent[root] = column
        self.free -= {root}
        if end != root:
            self.opponent[end] = left
            if not self._clash(end, left):
                self.free -= {end}

    def _settle(self) -> None:
        """Seat everyone opposite their opponent, those with a bye on seeds of their tier that have one."""
        seat = {row: row for row in self.rows}
        real = len(self.holders)
        idle = [row for row in self.rows if self.opponent[row] <= real and row <= self.byes]
        busy = [row for row in self.rows if self.opponent[row] > real and row > self.byes]
        for one, other in zip(idle, busy, strict=True):
            seat[one], seat[other] = other, one
        before = list(self.holders)
        for row, opponent in self.opponent.items():
            self.holders[seat[row] - 1] = before[row - 1]
            if opponent <= real:
                self.holders[self.size - seat[row]] = before[opponent - 1]
