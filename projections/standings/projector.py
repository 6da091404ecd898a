"""Places become rows as soon as they are certain; `sequence` is the event that decided each."""

from collections.abc import Iterable

from eventstore.records import Recorded
from projections.changes import Change, Put


def project(recorded: Recorded) -> Iterable[Change]:
    """One row an entrant whose place is certain."""
    if recorded.topic == "Bracket.Advanced":
        for placing in recorded.event.places:
            key = {"tournament_id": recorded.tournament_id, "entrant": placing.entrant}
            yield Put("place", key, {"low": placing.low, "high": placing.high, "sequence": recorded.sequence})
