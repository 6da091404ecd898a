"""What a round is worth: points for each outcome, settable."""

import msgspec

from domain.standings.results import Kind, Outcome


class Scoring(msgspec.Struct, frozen=True, kw_only=True):
    """Points for what a round was, each counted in halves of a point, so that nothing is ever rounded."""

    win: int = 2
    draw: int = 1
    loss: int = 0
    bye: int = 2
    half_bye: int = 1
    absent: int = 0
    forfeit_win: int = 2
    forfeit_loss: int = 0

    def points(self, outcome: Outcome, kind: Kind) -> int:
        """Halves of a point for one side of a result."""
        if kind is Kind.BYE:
            return self.bye
        if kind is Kind.HALF_BYE:
            return self.half_bye
        if kind is Kind.ABSENT:
            return self.absent
        forfeit = kind is Kind.FORFEIT
        if outcome is Outcome.WIN:
            return self.forfeit_win if forfeit else self.win
        if outcome is Outcome.LOSS:
            return self.forfeit_loss if forfeit else self.loss
        return self.draw


HALVES = 2
"""How many of what points are counted in make one point."""
CHESS = Scoring()
"""1, ½, 0: FIDE Laws of Chess, article 10.1."""
THREE_POINTS = Scoring(win=6, draw=2, bye=6, half_bye=2, forfeit_win=6)
"""3, 1, 0: FIFA World Cup 2022 regulations, article 12; Magic Tournament Rules, appendix C."""
SCORINGS = {"chess": CHESS, "three_points": THREE_POINTS}
