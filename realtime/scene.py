"""What messages name, at every event of one tournament: who entered, who sits where, how a match stands."""

from bisect import bisect_right
from typing import Any, Generic, TypeVar
from uuid import UUID

from eventstore.records import Recorded
from projections.tournament.projector import STATUS
from realtime.states import Entrant, MatchState

T = TypeVar("T")


class Track(Generic[T]):
    """A value through time."""

    __slots__ = ("_since", "_values")

    def __init__(self) -> None:
        self._since: list[int] = []
        self._values: list[T] = []

    def set(self, since: int, value: T) -> None:
        """The value from event `since` on; events come in order."""
        if self._values and self._values[-1] == value:
            return
        self._since.append(since)
        self._values.append(value)

    def at(self, event: int) -> T | None:
        """The value after that event; None before the first."""
        found = bisect_right(self._since, event)
        return self._values[found - 1] if found else None


class Registration:
    """An entrant's name and the account behind it."""

    __slots__ = ("account", "name")

    def __init__(self, account: UUID | None) -> None:
        self.account = account
        self.name: Track[str] = Track()


class Match:
    """What does not change about a match, and who sits on its sides."""

    __slots__ = ("best_of", "name", "number", "round", "sides")

    def __init__(self, number: int, round: int, name: str, best_of: int, seats: int) -> None:
        self.number = number
        self.round = round
        self.name = name
        self.best_of = best_of
        self.sides: list[Track[UUID | None]] = [Track() for _ in range(seats)]


class Scene:
    """Folded from a tournament's facts in order; any earlier event can be told from it as it was then."""

    def __init__(self) -> None:
        self.name: Track[str] = Track()
        self.status: Track[str] = Track()
        self.visibility: Track[str] = Track()
        self.published: Track[bool] = Track()
        self.registrations: dict[UUID, Registration] = {}
        self.stages: dict[UUID, int] = {}
        """By bracket."""
        self.matches: dict[UUID, Match] = {}
        self.seats: dict[UUID, set[UUID]] = {}
        """By registration, the matches it has ever sat in."""

    def hidden(self, event: int) -> bool:
        """Whether only those concerned may know of the tournament after that event."""
        return not self.published.at(event) or self.visibility.at(event) == "private"

    def entered(self, registration: UUID, event: int) -> bool:
        """Whether somebody had entered by then, and be it to leave again."""
        found = self.registrations.get(registration)
        return found is not None and found.name.at(event) is not None

    def entrant(self, registration: UUID, event: int) -> Entrant:
        """An entrant by the name of that time."""
        found = self.registrations.get(registration)
        return Entrant(registration, (found.name.at(event) if found else None) or "")

    def match(self, match_id: UUID, event: int, **more: Any) -> MatchState:
        """A match with its sides as they were after that event."""
        match = self.matches[match_id]
        settled = (side.at(event) for side in match.sides)
        return MatchState(
            match_id=match_id,
            number=match.number,
            round=match.round,
            name=match.name,
            best_of=match.best_of,
            sides=[self.entrant(side, event) if side else None for side in settled],
            **more,
        )

    def fold(self, recorded: Recorded) -> None:
        """Take in the next fact."""
        event, fact = recorded.sequence or 0, recorded.event
        match recorded.topic:
            case "Tournament.Created":
                self._define(event, fact.definition)
                self.status.set(event, "draft")
            case "Tournament.DefinitionChanged":
                self._define(event, fact.after)
            case topic if topic.startswith("Tournament."):
                self._live(event, topic, fact)
            case "Registration.Submitted" | "Registration.Resubmitted":
                known = self.registrations.setdefault(
                    recorded.originator_id, Registration(getattr(fact, "account", None))
                )
                known.name.set(event, fact.name)
            case "Bracket.Generated":
                self.stages[recorded.originator_id] = fact.stage
            case "Match.Created":
                made = Match(fact.number, fact.round, fact.name, fact.best_of, fact.seats)
                self.matches[recorded.originator_id] = made
            case "Match.Reopened":
                for side in fact.sides:
                    self.matches[recorded.originator_id].sides[side].set(event, None)
            case "Match.SideSettled":
                self.matches[recorded.originator_id].sides[fact.side].set(event, fact.entrant)
                if fact.entrant is not None:
                    self.seats.setdefault(fact.entrant, set()).add(recorded.originator_id)

    def _define(self, event: int, definition: Any) -> None:
        self.name.set(event, definition.name)
        self.visibility.set(event, definition.visibility)

    def _live(self, event: int, topic: str, fact: Any) -> None:
        if topic == "Tournament.Published":
            self.published.set(event, True)
            self.status.set(event, "published")
        elif topic == "Tournament.Restored":
            self.status.set(event, fact.status)
        elif topic in STATUS:
            self.status.set(event, STATUS[topic])
