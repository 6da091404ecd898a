"""Two sides, a best-of, and the one promise that a result counts only once both agree or staff rules."""

from datetime import datetime
from uuid import UUID

from domain.aggregate import Aggregate, CreatedFact, triggers
from domain.errors import MatchNotReady, NothingReported, OwnReport, ReportsDiffer
from domain.values import GameScore, winner_of

PLAYABLE = ("ready", "live", "reported")


class Match(Aggregate):
    """scheduled → ready → live → reported → completed; a side that will never come stays vacant."""

    TOPIC = "Match"

    class Event(Aggregate.Event):
        """Base of the match's facts."""

    class Created(Event, CreatedFact):
        """The match exists, as match `number` of a finalized draw."""

        TOPIC = "Match.Created"
        tournament: UUID
        bracket: UUID
        number: int
        round: int
        name: str
        best_of: int

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
        side: int
        games: list[GameScore]
        previous: list[GameScore] | None

    class ResultConfirmed(Event):
        """The result counts: both sides agree, or staff ruled; `previous` is the report ruled on, if any."""

        TOPIC = "Match.ResultConfirmed"
        games: list[GameScore]
        winner: int
        by: str  # side, staff
        previous: list[GameScore] | None

    class Forfeited(Event):
        """A side gave up or did not come, and the other wins."""

        TOPIC = "Match.Forfeited"
        side: int
        kind: str  # forfeit, no_show
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

    class Voided(Event):
        """The draw was opened again or the tournament called off: nothing more can happen to this match."""

        TOPIC = "Match.Voided"
        previous: str

    @triggers(Created)
    def __init__(
        self, id: UUID, tournament: UUID, bracket: UUID, number: int, round: int, name: str, best_of: int
    ) -> None:
        self.tournament = tournament
        self.bracket = bracket
        self.number = number
        self.best_of = best_of
        self.status = "scheduled"
        self.sides: list[UUID | None] = [None, None]
        self.settled = [False, False]
        self.reports: dict[int, list[GameScore]] = {}
        self.starts_at: datetime | None = None
        self.station: str | None = None
        self.winner: int | None = None

    # Decisions

    def settle_side(self, side: int, entrant: UUID | None) -> None:
        """Seat an entrant, or nobody for good; a side alone walks over."""
        if self.settled[side]:
            return
        self._side_settled(side=side, entrant=entrant)
        if all(self.settled) and None in self.sides:
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
        self._needs("report a result", "live", "reported")
        winner = winner_of(games, self.best_of)
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
        self._result_confirmed(games=games, winner=winner_of(games, self.best_of), by="side", previous=None)

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
        winner = winner_of(games, self.best_of)
        self._result_confirmed(
            games=games, winner=winner, by="staff", previous=reported[-1] if reported else None
        )

    def forfeit(self, side: int, kind: str, reason: str | None) -> None:
        """Give the match to the other side."""
        if self.status == "completed" and self.winner == 1 - side:
            return
        self._needs("forfeit", *PLAYABLE)
        self._forfeited(side=side, kind=kind, reason=reason)

    def award_walkover(self, winner: int, reason: str) -> None:
        """Staff let a side through without a game."""
        if self.status == "completed" and self.winner == winner:
            return
        self._needs("award a walkover", *PLAYABLE)
        self._walked_over(winner=winner, reason=reason)

    def forfeit_both(self, reason: str | None) -> None:
        """Neither side goes on."""
        if self.status == "completed" and self.winner is None:
            return
        self._needs("forfeit for both", *PLAYABLE)
        self._double_forfeited(reason=reason)

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
        self, games: list[GameScore], winner: int, by: str, previous: list[GameScore] | None
    ) -> None:
        self._decided(winner, games)

    @triggers(Forfeited)
    def _forfeited(self, side: int, kind: str, reason: str | None) -> None:
        self._decided(1 - side, None)

    @triggers(WalkedOver)
    def _walked_over(self, winner: int, reason: str | None) -> None:
        self._decided(winner, None)

    @triggers(DoubleForfeited)
    def _double_forfeited(self, reason: str | None) -> None:
        self._decided(None, None)

    @triggers(LeftVacant)
    def _left_vacant(self) -> None:
        self._decided(None, None)

    @triggers(Voided)
    def _voided(self, previous: str) -> None:
        self.status = "void"

    def _decided(self, winner: int | None, games: list[GameScore] | None) -> None:
        self.winner = winner
        self._games = games
        self.status = "completed"
