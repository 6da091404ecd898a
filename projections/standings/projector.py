"""Places become rows once they are certain: `sequence` is the event, `match` the match that decided each."""

from collections.abc import Iterable

from eventstore.records import Recorded
from projections.changes import Change, Drop, Put


def project(recorded: Recorded) -> Iterable[Change]:
    """One row an entrant whose place is certain, for as long as it is."""
    if recorded.topic == "Bracket.Rewound":
        for entrant in recorded.event.retracted:
            yield Drop("place", {"tournament_id": recorded.tournament_id, "entrant": entrant})
    if recorded.topic == "Bracket.Advanced":
        fact = recorded.event
        for placing in fact.places:
            key = {"tournament_id": recorded.tournament_id, "entrant": placing.entrant}
            decided = {"match": fact.match, "sequence": recorded.sequence}
            yield Put("place", key, {"low": placing.low, "high": placing.high, **decided})
