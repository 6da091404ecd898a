"""Facts about a match become its row."""

from collections.abc import Iterable
from typing import Any

from eventstore.records import Recorded
from projections.changes import Change, Put

ENDINGS = {
    "Match.ResultConfirmed": "played",
    "Match.WalkedOver": "walkover",
    "Match.DoubleForfeited": "double_forfeit",
    "Match.LeftVacant": "vacant",
}


def project(recorded: Recorded) -> Iterable[Change]:
    """One row a match; `sequence` is the tournament's event that touched it last."""
    if recorded.topic.startswith("Match."):
        key = {"tournament_id": recorded.tournament_id, "match_id": recorded.originator_id}
        yield Put("match", key, {**_values(recorded.topic, recorded.event), "sequence": recorded.sequence})


def _values(topic: str, fact: Any) -> dict[str, Any]:
    if topic in ENDINGS:
        shown = {name: getattr(fact, name, None) for name in ("winner", "games")}
        return {"status": "completed", "ending": ENDINGS[topic], **shown}
    match topic:
        case "Match.Forfeited":
            return {"status": "completed", "ending": fact.kind, "winner": 1 - fact.side}
        case "Match.Created":
            shown = {name: getattr(fact, name) for name in ("number", "round", "name", "best_of")}
            return {**shown, "status": "scheduled"}
        case "Match.SideSettled":
            return {f"side_{fact.side}": fact.entrant}
        case "Match.Scheduled":
            return {"starts_at": fact.starts_at, "station": fact.station}
        case _:
            return {"status": "live" if topic == "Match.Started" else "reported"}
