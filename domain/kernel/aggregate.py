"""The base of every aggregate: decisions refuse, facts assign, and time comes from the command."""

import inspect
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from eventsourcing.domain import AggregateCreated, AggregateEvent, BaseAggregate, triggers
from eventsourcing.utils import resolve_topic

from domain.kernel import moment

__all__ = ["Aggregate", "CreatedFact", "Fact", "triggers"]


class Fact(AggregateEvent):
    """Something that happened to one aggregate; its TOPIC is stored for ever and never changes."""

    @staticmethod
    def create_timestamp() -> datetime:
        """The instant of the command that states the fact."""
        return moment.now()


class CreatedFact(Fact, AggregateCreated):
    """The first fact of an aggregate."""

    def mutate(self, aggregate: Any) -> Any:
        """The aggregate that begins here. The library's way, but each class is asked once what it takes."""
        assert aggregate is None
        kind, taken = _beginning(self.originator_topic)
        begun = kind.__new__(kind)
        begun.__base_init__(self.originator_id, self.originator_version, self.timestamp)
        stated = vars(self)
        begun.__init__(**{name: stated[field] for name, field in taken})
        self.apply(begun)
        return begun


@cache
def _beginning(topic: str) -> tuple[Any, list[tuple[str, str]]]:
    """The aggregate's class, and each parameter of its `__init__` with the field that fills it."""
    kind = resolve_topic(topic)
    taken = [name for name in inspect.signature(kind.__init__).parameters if name != "self"]
    return kind, [(name, "originator_id" if name == "id" else name) for name in taken]


class Aggregate(BaseAggregate[UUID]):
    """A consistency boundary.

    Public methods decide: they may refuse, they never assign. Methods under `@triggers` assign: they never
    refuse and use no clock, no randomness and no I/O, because they run again on every replay.
    """

    SCOPE = "tournament"
    """The kind of scope whose numbers its facts take."""
    KEPT = True
    """Whether the next command finds it as this one left it; not where those of other scopes use it too, each
    its own copy."""
    STATE = 0
    """Version of the state that snapshots hold; 0 where the streams stay short and have none.

    The class declares that state by its annotations. Raise it whenever they change, or what the facts make of
    them: snapshots of another version are not used.
    """

    class Event(Fact):
        """Base of the aggregate's facts."""

    @property
    def scope(self) -> tuple[str, UUID]:
        """Kind and id of the scope it is of: that which it names by the kind's word, or else itself."""
        return self.SCOPE, getattr(self, self.SCOPE, self.id)
