"""Facts about a bracket become one row with its draw; sides and results are the matches' own."""

from collections.abc import Iterable
from typing import Any

from eventstore.records import Recorded
from projections.changes import Change, Put

STATUS = {
    "Bracket.Finalized": "finalized",
    "Bracket.Unfinalized": "drawn",
    "Bracket.Rewound": "finalized",
    "Bracket.Completed": "completed",
}


def project(recorded: Recorded) -> Iterable[Change]:
    """One row a tournament; `sequence` is the tournament's event that touched it last."""
    if recorded.topic.startswith("Bracket."):
        seen = {"version": recorded.originator_version, "sequence": recorded.sequence}
        values = {**_values(recorded), **seen}
        yield Put("bracket", {"tournament_id": recorded.tournament_id}, values)


def _values(recorded: Recorded) -> dict[str, Any]:
    fact = recorded.event
    match recorded.topic:
        case "Bracket.Generated" | "Bracket.Regenerated":
            drawn = {"best_of": fact.best_of, "seeds": fact.seeds, "draw": fact.matches}
            return {"bracket_id": recorded.originator_id, "status": "drawn", **drawn}
        case "Bracket.SeedsChanged":
            return {"seeds": fact.seeds}
        case topic if topic in STATUS:
            return {"status": STATUS[topic]}
        case _:
            return {}
