"""Two sides, a best-of, and the one promise that a result counts only once both agree or staff rules."""

from datetime import datetime
from typing import Any
from uuid import UUID

from domain.kernel.aggregate import Aggregate, CreatedFact, triggers
from domain.match.ended import Ended
from domain.match.refusals import ManySides, MatchNotReady, NothingReported, OwnReport, ReportsDiffer
from domain.match.score import GameScore, winner_among

PLAYABLE = ("ready", "live", "reported")


def no_places(_: dict[str, Any]) -> None:
    """Version 1 knew matches of two alone: their games have no places, which is what is left out means."""


class Match(Aggregate):
    """scheduled → ready → live → reported → completed; a side that will never come stays vacant."""

    TOPIC = "Match"

    class Event(Aggregate.Event):
        """Base of the match's facts."""

    class Created(Event, CreatedFact):
        """The match exists, as match `number` of a finalized draw."""

        TOPIC = "Match.Created"
        class_version = 2
        tournament: UUID
        bracket: UUID
        number: int
        round: int
        name: str
        best_of: int
        level: bool  # whether it may end so
        seats: int
        upcast_v1_v2 = staticmethod(lambda state: state.update(level=False, seats=2))

    class SideSettled(Event):
        """A side is taken by an entrant, or stays vacant for good."""

        TOPIC = "Match.SideSettled"
        side: int
        entrant: UUID | None

    class Scheduled(Event):
        """When and where to play; `previous` is the start that no longer holds."""

        TOPIC = "Match.Scheduled"
        starts_at: datetime
        previous: datetime | None
        station: str | None

    class Started(Event):
        """Play has begun."""

        TOPIC = "Match.Started"

    class ResultReported(Event):
        """What one side says happened; `previous` is what it said before."""

        TOPIC = "Match.ResultReported"
        class_version = 2
        upcast_v1_v2 = staticmethod(no_places)
        side: int
        games: list[GameScore]
        previous: list[GameScore] | None

    class ResultConfirmed(Event):
        """The result counts: both sides agree, or staff ruled; `previous` is the report ruled on, if any.

        Nobody is the winner of a match that ended level.
        """

        TOPIC = "Match.ResultConfirmed"
        class_version = 2
        upcast_v1_v2 = staticmethod(no_places)
        games: list[GameScore]
        winner: int | None
        by: str  # side, staff
        previous: list[GameScore] | None

    class Forfeited(Event):
        """A side gave up or did not come, and the other wins."""

        TOPIC = "Match.Forfeited"
        side: int
        kind: str  # forfeit, no_show, withdrawn, disqualified
        reason: str | None

    class WalkedOver(Event):
        """A side won without a game."""

        TOPIC = "Match.WalkedOver"
        winner: int
        reason: str | None

    class DoubleForfeited(Event):
        """Both sides lost, and nobody advances."""

        TOPIC = "Match.DoubleForfeited"
        reason: str | None

    class LeftVacant(Event):
        """Neither side will ever come, and nobody advances."""

        TOPIC = "Match.LeftVacant"

    class ResultCorrected(Event):
        """Another result counts than the one that did; none of the games where a side, or both, gave up."""

        TOPIC = "Match.ResultCorrected"
        class_version = 2
        upcast_v1_v2 = staticmethod(no_places)
        games: list[GameScore] | None
        winner: int | None
        ending: str  # played, forfeit, double_forfeit
        previous_games: list[GameScore] | None
        previous_winner: int | None
        reason: str

    class Reopened(Event):
        """What was played counts no more; `sides`, which `left` held, are open again, if any."""

        TOPIC = "Match.Reopened"
        sides: list[int]
        left: list[UUID | None]
        previous: str

    class ResultRestored(Event):
        """The same two meet as before, and what came of it then counts again."""

        TOPIC = "Match.ResultRestored"
        class_version = 2
        upcast_v1_v2 = staticmethod(no_places)
        games: list[GameScore] | None
        winner: int | None
        ending: str

    class Voided(Event):
        """The draw was opened again or the tournament called off: nothing more can happen to this match."""

        TOPIC = "Match.Voided"
        previous: str

    @triggers(Created)
    def __init__(
        self,
        id: UUID,
        tournament: UUID,
        bracket: UUID,
        number: int,
        round: int,
        name: str,
        best_of: int,
        level: bool,
        seats: int,
    ) -> None:
        self.tournament, self.bracket, self.number = tournament, bracket, number
        self.best_of, self.level = best_of, level
        self.status = "scheduled"
        self.sides: list[UUID | None] = [None] * seats
        self.settled = [False] * seats
        self.reports: dict[int, list[GameScore]] = {}
        self.starts_at: datetime | None = None
        self.winner: int | None = None
        self.station: str | None = None
        self.ending: str | None = None
        self.set_aside: list[Ended] = []

    # Decisions

    def settle_side(self, side: int, entrant: UUID | None) -> None:
        """Seat an entrant, or nobody for good; a side alone walks over."""
        if self.settled[side]:
            return
        self._side_settled(side=side, entrant=entrant)
        if (earlier := self._earlier()) is not None:
            self._result_restored(games=earlier.games, winner=earlier.winner, ending=earlier.ending)
        elif all(self.settled) and None in self.sides:
            present = [index for index, seated in enumerate(self.sides) if seated is not None]
            if present:
                self._walked_over(winner=present[0], reason="the other side is vacant")
            else:
                self._left_vacant()

    def schedule(self, starts_at: datetime, station: str | None) -> None:
        """Say when and where."""
        self._needs("schedule", "scheduled", *PLAYABLE)
        if (starts_at, station) != (self.starts_at, self.station):
            self._scheduled(starts_at=starts_at, previous=self.starts_at, station=station)

    def start(self) -> None:
        """Begin to play."""
        if self.status == "live":
            return
        self._needs("start", "ready")
        self._started()

    def report(self, side: int, games: list[GameScore]) -> None:
        """What one side says happened; where the other said the same, it counts."""
        if self.status == "completed" and self.reports.get(side) == games:
            return
        self.of_two("report a result")
        self._needs("report a result", "live", "reported")
        winner = self.winner_by(games)
        if self.reports.get(side) == games:
            return
        self._result_reported(side=side, games=games, previous=self.reports.get(side))
        if self.reports.get(1 - side) == games:
            self._result_confirmed(games=games, winner=winner, by="side", previous=None)

    def confirm(self, side: int) -> None:
        """Agree, as `side`, with what the other side reported."""
        if self.status == "completed":
            return
        self._needs("confirm the result", "live", "reported")
        if 1 - side not in self.reports:
            raise OwnReport() if side in self.reports else NothingReported()
        games = self.reports[1 - side]
        self._result_confirmed(games=games, winner=self.winner_by(games), by="side", previous=None)

    def rule(self, games: list[GameScore] | None) -> None:
        """Staff settle the result: the only one reported, or the games they give."""
        if self.status == "completed" and games in (None, self.games):
            return
        self._needs("rule on the result", "live", "reported")
        reported = list(self.reports.values())
        if games is None:
            if len(reported) != 1:
                raise ReportsDiffer() if reported else NothingReported()
            games = reported[0]
        winner = self.winner_by(games)
        self._result_confirmed(
            games=games, winner=winner, by="staff", previous=reported[-1] if reported else None
        )

    def forfeit(self, side: int, kind: str, reason: str | None) -> None:
        """Give the match to the other side."""
        if self.status == "completed" and self.winner == 1 - side:
            return
        self.of_two("forfeit")
        self._needs("forfeit", *PLAYABLE)
        self._forfeited(side=side, kind=kind, reason=reason)

    def award_walkover(self, winner: int, reason: str) -> None:
        """Staff let a side through without a game."""
        if self.status == "completed" and self.winner == winner:
            return
        self.of_two("award a walkover")
        self._needs("award a walkover", *PLAYABLE)
        self._walked_over(winner=winner, reason=reason)

    def forfeit_both(self, reason: str | None) -> None:
        """Neither side goes on."""
        if self.status == "completed" and self.ending in ("double_forfeit", "vacant"):
            return
        self._needs("forfeit for both", *PLAYABLE)
        self._double_forfeited(reason=reason)

    def correct(self, games: list[GameScore] | None, winner: int | None, ending: str, reason: str) -> None:
        """Let another result count; the same one changes nothing."""
        if (games, winner, ending) != (self.games, self.winner, self.ending):
            self._result_corrected(
                games=games,
                winner=winner,
                ending=ending,
                previous_games=self.games,
                previous_winner=self.winner,
                reason=reason,
            )

    def winner_by(self, games: list[GameScore]) -> int | None:
        """The side that wins by these games; None where it may end level, and did."""
        return winner_among(games, self.best_of, level=self.level, seats=len(self.sides))

    def of_two(self, step: str) -> None:
        """Raises ManySides where more than two meet: their places decide it, and staff enter them."""
        if len(self.sides) > 2:
            raise ManySides(step=step)

    def needs_two_sides(self) -> None:
        """Raises MatchNotReady where the match is not decided, or was so for want of a side."""
        self._needs("correct the result", "completed")
        if None in self.sides:
            raise MatchNotReady(status=self.status, step="correct the result", needed="two sides")

    def reopen(self, sides: list[int]) -> None:
        """Open these sides again, or where there are none of them the result alone."""
        if sides or self.status in ("live", "reported", "completed"):
            left = [self.sides[side] for side in sides]
            self._reopened(sides=sides, left=left, previous=self.status)

    def _earlier(self) -> Ended | None:
        same = [each for each in self.set_aside if all(self.settled) and each.sides == self.sides]
        return same[-1] if same else None

    def void(self) -> None:
        """End with the draw that is opened again, or with the tournament that is called off."""
        if self.status != "void":
            self._voided(previous=self.status)

    def _needs(self, step: str, *needed: str) -> None:
        if self.status not in needed:
            raise MatchNotReady(status=self.status, step=step, needed=" or ".join(needed))

    @property
    def games(self) -> list[GameScore] | None:
        """The games of the result that counts."""
        return self._games if self.status == "completed" else None

    # Facts

    @triggers(SideSettled)
    def _side_settled(self, side: int, entrant: UUID | None) -> None:
        self.sides[side] = entrant
        self.settled[side] = True
        if None not in self.sides:
            self.status = "ready"

    @triggers(Scheduled)
    def _scheduled(self, starts_at: datetime, previous: datetime | None, station: str | None) -> None:
        self.starts_at = starts_at
        self.station = station

    @triggers(Started)
    def _started(self) -> None:
        self.status = "live"

    @triggers(ResultReported)
    def _result_reported(self, side: int, games: list[GameScore], previous: list[GameScore] | None) -> None:
        self.reports[side] = games
        self.status = "reported"

    @triggers(ResultConfirmed)
    def _result_confirmed(
        self, games: list[GameScore], winner: int | None, by: str, previous: list[GameScore] | None
    ) -> None:
        self._decided(winner, games, "played")

    @triggers(Forfeited)
    def _forfeited(self, side: int, kind: str, reason: str | None) -> None:
        self._decided(1 - side, None, kind)

    @triggers(WalkedOver)
    def _walked_over(self, winner: int, reason: str | None) -> None:
        self._decided(winner, None, "walkover")

    @triggers(DoubleForfeited)
    def _double_forfeited(self, reason: str | None) -> None:
        self._decided(None, None, "double_forfeit")

    @triggers(LeftVacant)
    def _left_vacant(self) -> None:
        self._decided(None, None, "vacant")

    @triggers(ResultCorrected)
    def _result_corrected(
        self,
        games: list[GameScore] | None,
        winner: int | None,
        ending: str,
        previous_games: list[GameScore] | None,
        previous_winner: int | None,
        reason: str,
    ) -> None:
        self._decided(winner, games, ending)

    @triggers(Reopened)
    def _reopened(self, sides: list[int], left: list[UUID | None], previous: str) -> None:
        if sides and previous == "completed" and None not in self.sides:
            met, ending = list(self.sides), self.ending or ""
            self.set_aside.append(Ended(met, self._games, self.winner, ending))
        for side in sides:
            self.sides[side] = None
            self.settled[side] = False
        self.reports, self.winner, self.ending = {}, None, None
        self.status = "scheduled" if None in self.sides else "ready"

    @triggers(ResultRestored)
    def _result_restored(self, games: list[GameScore] | None, winner: int | None, ending: str) -> None:
        self._decided(winner, games, ending)

    @triggers(Voided)
    def _voided(self, previous: str) -> None:
        self.status = "void"

    def _decided(self, winner: int | None, games: list[GameScore] | None, ending: str) -> None:
        self.winner, self.ending, self._games = winner, ending, games
        self.status = "completed"
