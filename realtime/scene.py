"""What messages name, at every event of one tournament: who entered, who sits where, how a match stands."""

from typing import Any
from uuid import UUID

from eventstore.records import Recorded
from projections.bracket.projector import VIEW as BRACKET
from projections.entry.projector import VIEW as ENTRIES
from projections.kernel.rows import Row
from projections.match.projector import VIEW as MATCHES
from projections.match.queries import sides_of
from projections.match.then import PAST, then
from projections.timeline.timeline import Columns, Timeline
from projections.tournament import standing
from projections.tournament.projector import VIEW as DIRECTORY
from realtime.states import Entrant, MatchState

VIEWS = (DIRECTORY, ENTRIES, BRACKET, MATCHES)
KEPT: Columns = {
    DIRECTORY.name: {"tournament": ("name", "status", "visibility", "published")},
    ENTRIES.name: {"registration": ("name", "account_id")},
    BRACKET.name: {"bracket": ("stage",)},
    **PAST,
}


class Scene:
    """Folded from a tournament's facts in order; any earlier event can be told from it as it was then."""

    def __init__(self, tournament_id: UUID) -> None:
        self._id = tournament_id
        self._timeline = Timeline(VIEWS, KEPT, lean=True)
        self.seats: dict[UUID, set[UUID]] = {}
        """By registration, the matches it has ever sat in."""

    def line(self, event: int) -> Row | None:
        """The tournament after that event."""
        return self._timeline.at(DIRECTORY.name, "tournament", (self._id,), event)

    def hidden(self, event: int) -> bool:
        """Whether only those concerned may know of the tournament after that event."""
        line = self.line(event)
        return line is None or standing.hidden(line)

    def registration(self, registration: UUID, event: int) -> Row | None:
        """Somebody who had entered by then, and be it to leave again."""
        return self._timeline.at(ENTRIES.name, "registration", (self._id, registration), event)

    def entrant(self, registration: UUID, event: int) -> Entrant:
        """An entrant by the name of that time."""
        found = self.registration(registration, event)
        return Entrant(registration, found["name"] if found else "")

    def stage(self, bracket: UUID, event: int) -> int:
        """The stage that a bracket is of."""
        found = self._timeline.at(BRACKET.name, "bracket", (self._id, bracket), event)
        return found["stage"] if found else 1

    def match(self, match_id: UUID, event: int, **more: Any) -> MatchState:
        """A match with its sides as they were after that event."""
        match = then(self._timeline, self._id, match_id, event)
        if match is None:
            raise LookupError(match_id)
        return MatchState(
            match_id=match_id,
            **{name: match[name] for name in ("number", "round", "name", "best_of")},
            sides=[self.entrant(side, event) if side else None for side in sides_of(match)],
            **more,
        )

    def fold(self, recorded: Recorded) -> None:
        """Take in the next fact."""
        for touched in self._timeline.take(recorded):
            if touched.view == MATCHES.name and touched.after:
                self._seat(touched.after, recorded.originator_id)

    def _seat(self, row: Row, match_id: UUID) -> None:
        for entrant in (row.get("side_0"), row.get("side_1"), row.get("entrant")):
            if entrant is not None:
                self.seats.setdefault(entrant, set()).add(match_id)
