"""All that messages of one scope may name, at every event of it."""

from uuid import UUID

from eventstore.records import Recorded, Scope
from projections.timeline.timeline import Timeline
from realtime.kernel.moment import Moment
from realtime.kernel.rooms import RoomKind
from realtime.kernel.subject import Told
from realtime.subjects import PAST, ROOMS, VIEWS


class Scene:
    """Folded from a scope's facts in order; any earlier event can be told from it as it was then."""

    def __init__(self, scope: Scope) -> None:
        self.kind: RoomKind = ROOMS[scope.kind]
        self.parts: dict[UUID, set[UUID]] = {}
        """By entrant, the parts that ever concerned it."""
        self._scope = scope
        self._timeline = Timeline(VIEWS, PAST, lean=True)

    def fold(self, recorded: Recorded) -> None:
        """Take in the next fact. Raises Untaken."""
        self._timeline.take(recorded)

    def note(self, told: Told) -> None:
        """Remember whom it concerned."""
        if told.about.part is not None:
            for entrant in told.about.concerned or ():
                self.parts.setdefault(entrant, set()).add(told.about.part)

    def at(self, event: int) -> Moment:
        """As it stood after that event."""
        return Moment(self._timeline, self._scope.id, event)
