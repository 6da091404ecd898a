"""Who has a place, and who waits for one: the one authority on capacity, in order of arrival."""

from uuid import UUID

from domain.entry.ids import entry_list_id
from domain.entry.refusals import TournamentFull
from domain.formats.elimination.single_elimination import LARGEST
from domain.kernel.aggregate import Aggregate, CreatedFact, triggers


class EntryList(Aggregate):
    """The places of one tournament: a stream of its own, so that an entry is no new tournament version."""

    TOPIC = "EntryList"
    STATE = 1
    tournament: UUID
    capacity: int
    entered: dict[UUID, None]
    waiting: dict[UUID, None]

    class Event(Aggregate.Event):
        """Base of the list's facts."""

    class Opened(Event, CreatedFact):
        """The list exists and offers so many places."""

        TOPIC = "EntryList.Opened"
        tournament: UUID
        capacity: int

    class PlaceTaken(Event):
        """The registration is in, at once or up from the waitlist."""

        TOPIC = "EntryList.PlaceTaken"
        registration: UUID

    class Queued(Event):
        """The registration stands at the end of the waitlist."""

        TOPIC = "EntryList.Queued"
        registration: UUID

    class Left(Event):
        """The registration gave up its place, or its turn in the waitlist."""

        TOPIC = "EntryList.Left"
        registration: UUID

    class CapacityChanged(Event):
        """There are more or fewer places; nobody who was in lost theirs."""

        TOPIC = "EntryList.CapacityChanged"
        capacity: int
        previous: int

    @staticmethod
    def create_id(tournament: UUID) -> UUID:
        """One list for each tournament."""
        return entry_list_id(tournament)

    @triggers(Opened)
    def __init__(self, tournament: UUID, capacity: int) -> None:
        self.tournament = tournament
        self.capacity = capacity
        self.entered = {}
        self.waiting = {}

    def enter(self, registration: UUID, *, override: bool = False) -> None:
        """Take a place, or the end of the waitlist; `override` goes above capacity, but above no draw."""
        if registration in self.entered or (registration in self.waiting and not override):
            return
        if override and len(self.entered) >= LARGEST:
            raise TournamentFull(most=LARGEST)
        if override or (len(self.entered) < self.capacity and not self.waiting):
            self._place_taken(registration=registration)
        else:
            self._queued(registration=registration)

    def leave(self, registration: UUID) -> None:
        """Give the place, or the turn in the waitlist, back; the longest waiting moves up."""
        if registration in self.entered or registration in self.waiting:
            self._left(registration=registration)
            self._promote()

    def change_capacity(self, capacity: int) -> None:
        """Offer more or fewer places; nobody who is in loses theirs."""
        if capacity != self.capacity:
            self._capacity_changed(capacity=capacity, previous=self.capacity)
            self._promote()

    def _promote(self) -> None:
        while self.waiting and len(self.entered) < self.capacity:
            self._place_taken(registration=next(iter(self.waiting)))

    @triggers(PlaceTaken)
    def _place_taken(self, registration: UUID) -> None:
        self.waiting.pop(registration, None)
        self.entered[registration] = None

    @triggers(Queued)
    def _queued(self, registration: UUID) -> None:
        self.waiting[registration] = None

    @triggers(Left)
    def _left(self, registration: UUID) -> None:
        self.entered.pop(registration, None)
        self.waiting.pop(registration, None)

    @triggers(CapacityChanged)
    def _capacity_changed(self, capacity: int, previous: int) -> None:
        self.capacity = capacity
