"""Facts about a match become its row; a voided match has none."""

from collections.abc import Iterable
from typing import Any

from eventstore.records import Recorded
from projections.kernel.changes import Change, Drop, Put

UNPLAYED = dict.fromkeys(("starts_at", "station", "reported_by", "games", "winner", "ending"))
MADE = ("number", "round", "name", "best_of", "level", "seats")
TWO = 2
"""The sides that a row has itself; where many meet, the others have rows of their own."""
AGAIN = ("Match.ResultCorrected", "Match.ResultRestored")
RESULT = ("winner", "games", "ending")
NOTHING = dict.fromkeys(("reported_by", "report_0", "report_1", *RESULT))
ENDINGS = {
    "Match.ResultConfirmed": "played",
    "Match.WalkedOver": "walkover",
    "Match.DoubleForfeited": "double_forfeit",
    "Match.LeftVacant": "vacant",
}


def project(recorded: Recorded) -> Iterable[Change]:
    """One row a match; `sequence` is the tournament's event that touched it last."""
    if not recorded.topic.startswith("Match."):
        return
    key = {"tournament_id": recorded.tournament_id, "match_id": recorded.originator_id}
    if recorded.topic == "Match.Voided":
        yield Drop("match", key)
    else:
        if recorded.topic == "Match.SideSettled" and recorded.event.side >= TWO:
            yield Put("seat", {**key, "side": recorded.event.side}, {"entrant": recorded.event.entrant})
        seen = {"version": recorded.originator_version, "sequence": recorded.sequence}
        yield Put("match", key, {**_values(recorded.topic, recorded.event), **seen})


def _values(topic: str, fact: Any) -> dict[str, Any]:
    if topic in ENDINGS:
        shown = {name: getattr(fact, name, None) for name in ("winner", "games")}
        return {"status": "completed", "ending": ENDINGS[topic], **shown}
    if topic in AGAIN:
        return {"status": "completed", **{name: getattr(fact, name) for name in RESULT}}
    if topic == "Match.ResultReported":
        report = {f"report_{fact.side}": fact.games}
        return {"status": "reported", "reported_by": fact.side, "games": fact.games, **report}
    return _prepared(topic, fact)


def _prepared(topic: str, fact: Any) -> dict[str, Any]:
    match topic:
        case "Match.Reopened":
            opened = {f"side_{side}": None for side in fact.sides if side < TWO}
            return {"status": "scheduled", **NOTHING, **opened}
        case "Match.Forfeited":
            return {"status": "completed", "ending": fact.kind, "winner": 1 - fact.side, "games": None}
        case "Match.Created":
            shown = {name: getattr(fact, name) for name in MADE}
            return {"bracket_id": fact.bracket, **shown, **UNPLAYED, "status": "scheduled"}
        case "Match.SideSettled":
            return {f"side_{fact.side}": fact.entrant} if fact.side < TWO else {}
        case "Match.Scheduled":
            return {"starts_at": fact.starts_at, "station": fact.station}
        case _:
            return {"status": "live"}
