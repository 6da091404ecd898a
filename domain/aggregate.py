"""The base of every aggregate: decisions refuse, facts assign, and time comes from the command."""

from datetime import datetime
from uuid import UUID

from eventsourcing.domain import AggregateCreated, AggregateEvent, BaseAggregate, triggers

from domain import moment

__all__ = ["Aggregate", "CreatedFact", "Fact", "triggers"]


class Fact(AggregateEvent):
    """Something that happened to one aggregate; its TOPIC is stored for ever and never changes."""

    @staticmethod
    def create_timestamp() -> datetime:
        """The instant of the command that states the fact."""
        return moment.now()


class CreatedFact(Fact, AggregateCreated):
    """The first fact of an aggregate."""


class Aggregate(BaseAggregate[UUID]):
    """A consistency boundary.

    Public methods decide: they may refuse, they never assign. Methods under `@triggers` assign: they never
    refuse and use no clock, no randomness and no I/O, because they run again on every replay.
    """

    STATE = 0
    """Version of the state that snapshots hold; 0 where the streams stay short and have none.

    The class declares that state by its annotations. Raise it whenever they change, or what the facts make of
    them: snapshots of another version are not used.
    """

    class Event(Fact):
        """Base of the aggregate's facts."""
