"""What can happen to a bracket: drawn, made final, moved on, taken back, complete."""

from typing import Any
from uuid import UUID

from domain.bracket.late_entry import Joining
from domain.bracket.seats import Move, Seat
from domain.bracket.tables import Idle
from domain.formats.draw import DrawnMatch
from domain.formats.stages import Stage
from domain.kernel.aggregate import Aggregate, CreatedFact
from domain.match.score import GameScore
from domain.standings.placing import Placing


class Event(Aggregate.Event):
    """Base of the bracket's facts."""


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
    """The same entrants stand in another order, or in one drawn by lot: `lot` lets anyone draw it again."""

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
    """An entrant plays no more in this stage, being `withdrawn` or `disqualified`, or None: plays again."""

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
