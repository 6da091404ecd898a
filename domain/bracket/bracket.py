"""Who meets whom in a stage, and where each result leads: the draw, what came of it, and everyone's place."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import msgspec

from domain.bracket import leading, refusals, rounds, tables
from domain.bracket.late_entry import Joining
from domain.bracket.seats import Move, Seat
from domain.bracket.tables import Course, Idle, Worth
from domain.entry.refusals import RegistrationClosed
from domain.formats.draw import DrawnMatch
from domain.formats.stages import Stage
from domain.kernel.aggregate import Aggregate, CreatedFact, triggers
from domain.match.ended import Ended
from domain.match.ids import match_id
from domain.match.score import GameScore
from domain.seeding.swap import each_once
from domain.standings.placing import Placing


def name_brackets(state: dict[str, Any]) -> None:
    """Version 1 knew a third-place match by its name alone."""
    for match in state["matches"]:
        match["bracket"] = "third place" if match["name"] == "Third-place match" else "main"


def say_how(state: dict[str, Any]) -> None:
    """Version 2 was of the only stage there was, by elimination: what was chosen is seen in its matches."""
    parts = {match["bracket"] for match in state["matches"]}
    double = bool(parts & {"winners", "losers"})
    again = any(match.get("if_needed") for match in state["matches"])
    final = "reset" if again or not double else "single" if "final" in parts else "none"
    state["played_as"] = {
        "format": "double-elimination" if double else "single-elimination",
        "best_of": state["best_of"],
        "third_place": "third place" in parts,
        "grand_final": final,
    }


def say_stage(state: dict[str, Any]) -> None:
    """Version 2 was of the only stage there was."""
    say_how(state)
    state["stage"] = 1


def rank_by_place(state: dict[str, Any]) -> None:
    """Version 1 ranked everyone in one group, by their places."""
    state["order"] = [[placing["entrant"] for placing in state["places"]]]


def change_by_hand(state: dict[str, Any]) -> None:
    """Version 1 knew no other way."""
    state["how"], state["lot"] = "by_hand", None


class Bracket(Aggregate):
    """drawn → finalized → completed; a draw is stored whole, so that a better one never rewrites it."""

    TOPIC = "Bracket"
    STATE = 7
    tournament: UUID
    stage: int
    played_as: Stage
    generation: int
    seeds: list[UUID]
    lot: str | None
    ties: str | None
    matches: dict[int, DrawnMatch]
    last: int
    decided: set[int]
    doubled: list[int]
    places: dict[UUID, Placing]
    placed: dict[int, list[UUID]]
    counted: dict[int, Worth]
    idle: list[Idle]
    left: dict[UUID, str]
    conduct: dict[UUID, int]
    order: list[list[UUID]]
    status: str

    class Event(Aggregate.Event):
        """Base of the bracket's facts."""

    class Generated(Event, CreatedFact):
        """The first draw: the seeds in order, and every match with where it leads."""

        TOPIC = "Bracket.Generated"
        class_version = 3
        tournament: UUID
        best_of: int
        seeds: list[UUID]
        matches: list[DrawnMatch]
        stage: int
        played_as: Stage
        upcast_v1_v2 = staticmethod(name_brackets)
        upcast_v2_v3 = staticmethod(say_stage)

    class Regenerated(Event):
        """The entrants there were by then were drawn again; the earlier draw counts no more."""

        TOPIC = "Bracket.Regenerated"
        class_version = 3
        best_of: int
        seeds: list[UUID]
        matches: list[DrawnMatch]
        reason: str | None
        played_as: Stage
        upcast_v1_v2 = staticmethod(name_brackets)
        upcast_v2_v3 = staticmethod(say_how)

    class SeedsChanged(Event):
        """The same entrants stand in another order, or one drawn by lot: `lot` lets anyone draw it again."""

        TOPIC = "Bracket.SeedsChanged"
        class_version = 2
        seeds: list[UUID]
        previous: list[UUID]
        how: str  # by_hand, by_lot, by_rating, by_places, by_file, separated, replaced
        lot: str | None
        upcast_v1_v2 = staticmethod(change_by_hand)

    class Finalized(Event):
        """The draw is final; `moves` says which entrant takes which side.

        Where lots break ties, they are drawn by the `lot`, which lets anyone draw them again.
        """

        TOPIC = "Bracket.Finalized"
        class_version = 2
        moves: list[Move]
        lot: str | None
        upcast_v1_v2 = staticmethod(lambda state: state.update(lot=None))

    class Unfinalized(Event):
        """The draw is open again; its matches are void, and the next finalization makes new ones."""

        TOPIC = "Bracket.Unfinalized"
        reason: str | None

    class RoundDrawn(Event):
        """The next round was paired on the results there were; `idle` are who has no match in it."""

        TOPIC = "Bracket.RoundDrawn"
        round: int
        matches: list[DrawnMatch]
        moves: list[Move]
        idle: list[Idle]

    class RoundTakenBack(Event):
        """The latest round counts no more: nothing of it was played, and its matches are void."""

        TOPIC = "Bracket.RoundTakenBack"
        round: int
        matches: list[int]
        reason: str

    class Joined(Event):
        """An entrant came late, the last of the seeds: `idle` in the rounds so far, or `into` a new draw."""

        TOPIC = "Bracket.Joined"
        class_version = 2
        entrant: UUID
        seeds: list[UUID]
        idle: list[Idle]
        into: Joining | None
        upcast_v1_v2 = staticmethod(lambda state: state.update(into=None))

        @property
        def moves(self) -> list[Move]:
            """Who takes which side of the matches that this adds."""
            return self.into.moves if self.into else []

        @property
        def places(self) -> list[Placing]:
            """Those that are certain by now."""
            return self.into.places if self.into else []

    class AttendanceChanged(Event):
        """An entrant plays no more in this stage, `withdrawn` or `disqualified`, or None: plays again."""

        TOPIC = "Bracket.AttendanceChanged"
        entrant: UUID
        kind: str | None
        reason: str | None

    class ConductRecorded(Event):
        """How fairly an entrant played, in points of which more are better; the `previous` count no more."""

        TOPIC = "Bracket.ConductRecorded"
        entrant: UUID
        points: int
        previous: int
        reason: str

    class Advanced(Event):
        """A decided match moved entrants on and made places certain."""

        TOPIC = "Bracket.Advanced"
        match: int
        moves: list[Move]
        places: list[Placing]

    class Counted(Event):
        """A decided match counts in the table, for its two sides as `outcomes` say."""

        TOPIC = "Bracket.Counted"
        match: int
        outcomes: list[str]
        kind: str
        games: list[GameScore]

    class Rewound(Event):
        """The result of a match was taken back, and with it what followed.

        `undone` are the matches that were decided on it, `cleared` the sides that are open again, `retracted`
        those whose place was certain.
        """

        TOPIC = "Bracket.Rewound"
        match: int
        undone: list[int]
        cleared: list[Seat]
        retracted: list[UUID]

    class Completed(Event):
        """Nothing is left to play: everyone's place, best first, and the `order` within each group."""

        TOPIC = "Bracket.Completed"
        class_version = 2
        places: list[Placing]
        order: list[list[UUID]]
        upcast_v1_v2 = staticmethod(rank_by_place)

    @triggers(Generated)
    def __init__(
        self,
        id: UUID,
        tournament: UUID,
        best_of: int,
        seeds: list[UUID],
        matches: list[DrawnMatch],
        stage: int,
        played_as: Stage,
    ) -> None:
        self.tournament, self.stage, self.generation = tournament, stage, 0
        self._drawn(seeds, matches, played_as)

    def regenerate(
        self, stage: Stage, seeds: list[UUID], matches: list[DrawnMatch], reason: str | None
    ) -> None:
        """Draw again whoever is in by now; a draw that comes out the same is the one there is."""
        self._needs("regenerate", "drawn")
        if (stage, seeds, matches) != (self.played_as, self.seeds, list(self.matches.values())):
            self._regenerated(stage.best_of, seeds, matches, reason, stage)

    def change_seeds(self, seeds: list[UUID], how: str = "by_hand", lot: str | None = None) -> None:
        """Put the same entrants in another order; that a lot was drawn counts also where it changed none."""
        self._needs("change seeds", "drawn")
        each_once(seeds, set(self.seeds))
        if seeds != self.seeds or lot not in (None, self.lot):
            self._seeds_changed(seeds, self.seeds, how, lot)

    def replace(self, entrant: UUID, by: UUID) -> None:
        """Let somebody else have the seed, and so the place in the draw, of one who has not played in it."""
        self._needs("replace an entrant", "finalized")
        seeds = [by if one == entrant else one for one in self.seeds]
        self._seeds_changed(seeds, self.seeds, "replaced", None)

    def finalize(
        self, entrants: Collection[UUID], stage: Stage, matches: list[DrawnMatch], lot: str | None = None
    ) -> None:
        """Freeze the draw, if drawing again would draw no other; a `lot` breaks ties, if lots are to."""
        if self.status == "finalized":
            return
        self._needs("finalize", "drawn")
        if (self.played_as, {*self.seeds}, [*self.matches.values()]) != (stage, {*entrants}, matches):
            raise refusals.BracketOutdated()
        self._finalized(leading.first_moves(self.matches.values(), self.seeds), lot)

    def unfinalize(self, reason: str | None) -> None:
        """Open the draw again, while nothing has been played."""
        if self.status == "drawn":
            return
        if self.status != "finalized" or self.decided:
            needed = "finalized and not played yet: results can be corrected"
            raise refusals.BracketNotReady(status=self.status, step="unfinalize", needed=needed)
        self._unfinalized(reason=reason)

    def draw_round(self, first: int, resting: Mapping[UUID, str]) -> list[DrawnMatch]:
        """Pair the next round, numbered from `first` on, without the `resting`: absent, or a half bye."""
        self._needs("draw a round", "finalized")
        return self._next(rounds.drawn_round(self.course, self.left, resting, first))

    def challenge(self, challenger: UUID, challenged: UUID, first: int) -> list[DrawnMatch]:
        """Have a match on a ladder against somebody further up."""
        self._needs("challenge", "finalized")
        return self._next(rounds.challenged(self.course, self.left, challenger, challenged, first))

    def _next(self, drawn: rounds.DrawnRound) -> list[DrawnMatch]:
        self._round_drawn(**msgspec.structs.asdict(drawn))
        return drawn.matches

    def take_back_round(self, reason: str) -> list[int]:
        """Undo the latest round, of which nothing is decided; the numbers of its matches."""
        self._needs("take back a round", "finalized")
        number, matches = rounds.taken_back(self.course)
        self._round_taken_back(round=number, matches=matches, reason=reason)
        return matches

    def join(self, entrant: UUID, into: Joining | None) -> None:
        """Come late, the last of the seeds, `into` another draw; None where rounds are drawn one by one."""
        if entrant in self.seeds:
            return
        self._needs("join", "finalized")
        if not self.played_as.takes_late_entries:
            raise RegistrationClosed(unless="")
        missed = [] if into else rounds.missed(entrant, self.course)
        self._joined(entrant=entrant, seeds=[*self.seeds, entrant], idle=missed, into=into)

    def attend(self, entrant: UUID, kind: str | None, reason: str | None) -> None:
        """Play no more in this stage, withdrawn or disqualified, or None, again; what was played stays."""
        if entrant in self.seeds and self.left.get(entrant) != kind:
            self._attendance_changed(entrant=entrant, kind=kind, reason=reason)

    def record_conduct(self, entrant: UUID, points: int, reason: str) -> None:
        """Say how fairly an entrant played; a table that was complete is counted again."""
        if "fair_play" not in self.played_as.order_of_merit:
            raise refusals.ConductNotCounted()
        if points == (previous := self.conduct.get(entrant, 0)):
            return
        self._conduct_recorded(entrant=entrant, points=points, previous=previous, reason=reason)
        if self.status == "completed":
            self._completed(*tables.final(self.course))

    def advance(self, number: int, ended: Ended) -> None:
        """Carry a decided match on: it counts in the table, or both sides go where the draw leads them."""
        if number in self.decided:
            return
        self._needs("advance", "finalized")
        if self.played_as.is_table:
            self._counted(match=number, **msgspec.structs.asdict(tables.worth(ended)))
            last = len(self.decided) == len(self.matches)
            if last and (self.order or rounds.is_over(self.course, self.left)):  # an order: it was over once
                self.conclude()
            return
        self._advanced(number, *leading.led(self, number, ended))
        if len(self.decided) == len(self.matches):
            self._completed(*leading.final(self))

    def conclude(self) -> None:
        """End a table as it stands, with every match of it decided."""
        if self.status == "completed":
            return
        self._needs("end the stage", "finalized")
        if not self.played_as.is_table or not self.matches or len(self.decided) < len(self.matches):
            raise refusals.StageNotOver(open=len(self.matches) - len(self.decided))
        self._completed(*tables.final(self.course))

    def rewind(self, number: int) -> list[Seat]:
        """Take back that a match was decided, and all that followed; the sides that are open again."""
        if number not in self.decided:
            return []
        undone, cleared = leading.followed(self.matches, self.decided, number)
        certain = [entrant for each in (number, *undone) for entrant in self.placed.get(each, ())]
        retracted = list(self.places) if self.played_as.is_table else certain
        self._rewound(match=number, undone=undone, cleared=cleared, retracted=retracted)
        return cleared

    def _needs(self, step: str, needed: str) -> None:
        if self.status != needed:
            raise refusals.BracketNotReady(status=self.status, step=step, needed=needed)

    def match_id(self, number: int) -> UUID:
        """The id of match `number` of the present draw."""
        return match_id(self.id, self.generation, number)

    @property
    def course(self) -> Course:
        """What the standings of a table are made of."""
        came_of_it = self.counted, self.idle, self.ties, self.conduct
        return Course(self.played_as, self.seeds, self.matches.values(), *came_of_it)

    @triggers(Regenerated)
    def _regenerated(
        self, best_of: int, seeds: list[UUID], matches: list[DrawnMatch], reason: str | None, played_as: Stage
    ) -> None:
        self._drawn(seeds, matches, played_as)

    @triggers(SeedsChanged)
    def _seeds_changed(self, seeds: list[UUID], previous: list[UUID], how: str, lot: str | None) -> None:
        self.seeds, self.lot = seeds, lot
        self.left = {entrant: kind for entrant, kind in self.left.items() if entrant in seeds}

    @triggers(Finalized)
    def _finalized(self, moves: list[Move], lot: str | None) -> None:
        self.status, self.ties = "finalized", lot

    @triggers(Unfinalized)
    def _unfinalized(self, reason: str | None) -> None:
        self.generation, self.status = self.generation + 1, "drawn"
        if self.played_as.by_rounds:
            self.matches, self.idle, self.last = {}, [], 0

    @triggers(RoundDrawn)
    def _round_drawn(
        self, round: int, matches: list[DrawnMatch], moves: list[Move], idle: list[Idle]
    ) -> None:
        self.matches.update({match.number: match for match in matches})
        self.last, self.idle = max(self.matches), [*self.idle, *idle]

    @triggers(RoundTakenBack)
    def _round_taken_back(self, round: int, matches: list[int], reason: str) -> None:
        self.matches = {number: one for number, one in self.matches.items() if number not in matches}
        self.idle = [idle for idle in self.idle if idle.round != round]

    @triggers(Joined)
    def _joined(self, entrant: UUID, seeds: list[UUID], idle: list[Idle], into: Joining | None) -> None:
        self.seeds, self.idle = seeds, [*self.idle, *idle]
        if into is not None:
            matches = into.matches or [*self.matches.values(), *into.meetings]
            self.matches = {match.number: match for match in matches}
            self.last = max([self.last, *self.matches])
            self.places = {placing.entrant: placing for placing in into.places}
            self.placed = {match: held for match, held in self.placed.items() if held[0] in self.places}

    @triggers(AttendanceChanged)
    def _attendance_changed(self, entrant: UUID, kind: str | None, reason: str | None) -> None:
        self.left.pop(entrant, None)
        if kind is not None:
            self.left[entrant] = kind

    @triggers(ConductRecorded)
    def _conduct_recorded(self, entrant: UUID, points: int, previous: int, reason: str) -> None:
        self.conduct[entrant] = points

    @triggers(Advanced)
    def _advanced(self, match: int, moves: list[Move], places: list[Placing]) -> None:
        self.decided.add(match)
        drawn = self.matches[match]
        if len(places) == 2 and (drawn.winner_to or drawn.loser_to):  # both are out, and lacking further on
            self.doubled.append(match)
        self.places.update({placing.entrant: placing for placing in places})
        if places:
            self.placed[match] = [placing.entrant for placing in places]

    @triggers(Counted)
    def _counted(self, match: int, outcomes: list[str], kind: str, games: list[GameScore]) -> None:
        self.decided.add(match)
        self.counted[match] = Worth(outcomes, kind, games)

    @triggers(Rewound)
    def _rewound(self, match: int, undone: list[int], cleared: list[Seat], retracted: list[UUID]) -> None:
        self.status = "finalized"
        for number in (match, *undone):
            self.decided.discard(number)
            self.placed.pop(number, None)
            self.counted.pop(number, None)
        self.doubled = [number for number in self.doubled if number in self.decided]
        for entrant in retracted:
            del self.places[entrant]

    @triggers(Completed)
    def _completed(self, places: list[Placing], order: list[list[UUID]]) -> None:
        self.status, self.order = "completed", order
        self.places = {placing.entrant: placing for placing in places}

    def _drawn(self, seeds: list[UUID], matches: list[DrawnMatch], played_as: Stage) -> None:
        self.played_as, self.seeds, self.lot, self.conduct = played_as, seeds, None, {}
        self.matches = {match.number: match for match in matches}
        self.last = max(self.matches, default=0)
        self.decided, self.doubled, self.places, self.placed = set(), [], {}, {}
        self.counted, self.idle, self.left, self.order, self.ties = {}, [], {}, [], None
        self.generation, self.status = self.generation + 1, "drawn"
