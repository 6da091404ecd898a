"""Facts about a bracket become one row with its draw; sides and results are the matches' own.

Rounds that are drawn one after the other have rows of their own, and so has who missed some, or left, or
has points for fair play.
"""

from collections.abc import Iterable
from typing import Any

from eventstore.records import Recorded
from projections.kernel.changes import Change, Drop, Put

STATUS = {
    "Bracket.Rewound": "finalized",
    "Bracket.Completed": "completed",
}


def project(recorded: Recorded) -> Iterable[Change]:
    """`sequence` is the tournament's event that touched the bracket last."""
    if not recorded.topic.startswith("Bracket."):
        return
    key = {"tournament_id": recorded.tournament_id, "bracket_id": recorded.originator_id}
    seen = {"version": recorded.originator_version, "sequence": recorded.sequence}
    yield Put("bracket", key, {**_values(recorded), **seen})
    fact = recorded.event
    match recorded.topic:
        case "Bracket.RoundDrawn":
            drawn = {"drawn": recorded.sequence, "draw": fact.matches, "idle": fact.idle}
            yield Put("round", {**key, "number": fact.round}, drawn)
        case "Bracket.RoundTakenBack":
            yield Drop("round", {**key, "number": fact.round})
        case "Bracket.Unfinalized":
            yield Drop("round", {**key, "number": 1})
        case "Bracket.Joined":
            came = {"missed": fact.idle, "joined": recorded.sequence}
            yield Put("entrant", {**key, "entrant": fact.entrant}, came)
            if fact.into and fact.into.meetings:
                yield Put("joining", {**key, "joined": recorded.sequence}, {"meetings": fact.into.meetings})
        case "Bracket.SeedsChanged":
            for entrant in {*fact.previous} - {*fact.seeds}:
                yield Put("entrant", {**key, "entrant": entrant}, {"kind": None})
        case "Bracket.ConductRecorded":
            told = {"conduct": fact.points, "recorded": recorded.sequence}
            yield Put("entrant", {**key, "entrant": fact.entrant}, told)
        case "Bracket.AttendanceChanged":
            yield Put(
                "entrant", {**key, "entrant": fact.entrant}, {"kind": fact.kind, "changed": recorded.sequence}
            )


def _values(recorded: Recorded) -> dict[str, Any]:
    fact = recorded.event
    match recorded.topic:
        case "Bracket.Generated" | "Bracket.Regenerated":
            drawn = {"best_of": fact.best_of, "seeds": fact.seeds, "draw": fact.matches}
            stage = {"stage": fact.stage} if recorded.topic == "Bracket.Generated" else {}
            now = {"drawn": recorded.sequence, "opened": recorded.sequence}
            return {**stage, **now, "played_as": fact.played_as, "status": "drawn", **drawn}
        case "Bracket.SeedsChanged" | "Bracket.Joined":
            into = getattr(fact, "into", None)
            return {"seeds": fact.seeds, **({"draw": into.matches} if into and into.matches else {})}
        case "Bracket.Finalized":
            return {"status": "finalized", "ties": fact.lot}
        case "Bracket.Unfinalized":
            return {"status": "drawn", "opened": recorded.sequence}
        case topic if topic in STATUS:
            return {"status": STATUS[topic]}
        case _:
            return {}
