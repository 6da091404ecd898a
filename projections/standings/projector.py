"""Places become rows once they are certain, with the match that decided each, or the end of its stage."""

from collections.abc import Iterable

from eventstore.records import Recorded
from projections.kernel.changes import Change, Drop, Put

TOPICS = ("Bracket.Advanced", "Bracket.Rewound", "Bracket.Joined", "Bracket.Completed")


def project(recorded: Recorded) -> Iterable[Change]:
    """One row an entrant and stage whose place is certain, as long as it is; of tables, with their end."""
    of = {"tournament_id": recorded.tournament_id, "bracket_id": recorded.originator_id}
    fact, at = recorded.event, recorded.sequence
    if recorded.topic == "Bracket.Rewound":
        for entrant in fact.retracted:
            yield Drop("place", {**of, "entrant": entrant})
    elif recorded.topic == "Bracket.Joined" and fact.into:
        for entrant in fact.into.retracted:
            yield Drop("place", {**of, "entrant": entrant})
        for placing in fact.into.places:
            ranks = {"low": placing.low, "high": placing.high}
            yield Put("place", {**of, "entrant": placing.entrant}, ranks)
    elif recorded.topic in ("Bracket.Advanced", "Bracket.Completed"):
        seen = {"match": fact.match, "decided": at} if recorded.topic == "Bracket.Advanced" else {"ended": at}
        for placing in fact.places:
            place = {"low": placing.low, "high": placing.high, **seen}
            yield Put("place", {**of, "entrant": placing.entrant}, place)
