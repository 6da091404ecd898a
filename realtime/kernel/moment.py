"""What views held after one event of a scope: all that a message may name."""

from typing import Any
from uuid import UUID

import msgspec

from projections.kernel.rows import Row
from projections.kernel.view import View
from projections.timeline.timeline import Timeline


class Moment(msgspec.Struct, frozen=True):
    """One event of a scope; the timeline may know later ones too."""

    timeline: Timeline
    scope: UUID
    event: int

    def row(self, view: View, table: str, *key: Any) -> Row | None:
        """A row of the scope, in the columns that are kept; None where there is none."""
        return self.timeline.at(view.name, table, (self.scope, *key), self.event)

    @property
    def before(self) -> "Moment":
        """The one just before."""
        return Moment(self.timeline, self.scope, self.event - 1)
