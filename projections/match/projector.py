"""Facts about a match become its row; a voided match has none."""

from collections.abc import Callable, Iterable
from typing import Any

from eventstore.records import Recorded
from projections.kernel.changes import Change, Drop, Put
from projections.kernel.view import Project, View

UNPLAYED = dict.fromkeys(("starts_at", "station", "reported_by", "games", "winner", "ending"))
MADE = ("number", "round", "name", "best_of", "level", "seats")
TWO = 2
"""The sides that a row has itself; where many meet, the others have rows of their own."""
RESULT = ("winner", "games", "ending")
NOTHING = dict.fromkeys(("reported_by", "report_0", "report_1", *RESULT))
Values = dict[str, Any]


def _row(values: Callable[[Any], Values]) -> Project:
    """One row a match; `sequence` is the tournament's event that touched it last."""

    def project(recorded: Recorded) -> Iterable[Change]:
        seen = {"version": recorded.originator_version, "sequence": recorded.sequence}
        yield Put("match", _key(recorded), {**values(recorded.event), **seen})

    return project


def _key(recorded: Recorded) -> Values:
    return {"tournament_id": recorded.tournament_id, "match_id": recorded.originator_id}


def _created(fact: Any) -> Values:
    shown = {name: getattr(fact, name) for name in MADE}
    return {"bracket_id": fact.bracket, **shown, **UNPLAYED, "status": "scheduled"}


def _settled(recorded: Recorded) -> Iterable[Change]:
    fact = recorded.event
    if fact.side >= TWO:
        yield Put("seat", {**_key(recorded), "side": fact.side}, {"entrant": fact.entrant})
    seated = {f"side_{fact.side}": fact.entrant} if fact.side < TWO else {}
    yield from _row(lambda _: seated)(recorded)


def _reported(fact: Any) -> Values:
    report = {f"report_{fact.side}": fact.games}
    return {"status": "reported", "reported_by": fact.side, "games": fact.games, **report}


def _completed(ending: str) -> Project:
    def values(fact: Any) -> Values:
        shown = {name: getattr(fact, name, None) for name in ("winner", "games")}
        return {"status": "completed", "ending": ending, **shown}

    return _row(values)


def _counts(fact: Any) -> Values:
    """What was put right, or counts again."""
    return {"status": "completed", **{name: getattr(fact, name) for name in RESULT}}


def _reopened(fact: Any) -> Values:
    opened = {f"side_{side}": None for side in fact.sides if side < TWO}
    return {"status": "scheduled", **NOTHING, **opened}


def _forfeited(fact: Any) -> Values:
    return {"status": "completed", "ending": fact.kind, "winner": 1 - fact.side, "games": None}


VIEW = View(
    "matches",
    6,
    "projections.match",
    ("Match",),
    {
        "Match.Created": _row(_created),
        "Match.SideSettled": _settled,
        "Match.Scheduled": _row(lambda fact: {"starts_at": fact.starts_at, "station": fact.station}),
        "Match.Started": _row(lambda _: {"status": "live"}),
        "Match.ResultReported": _row(_reported),
        "Match.ResultConfirmed": _completed("played"),
        "Match.Forfeited": _row(_forfeited),
        "Match.WalkedOver": _completed("walkover"),
        "Match.DoubleForfeited": _completed("double_forfeit"),
        "Match.LeftVacant": _completed("vacant"),
        "Match.ResultCorrected": _row(_counts),
        "Match.Reopened": _row(_reopened),
        "Match.ResultRestored": _row(_counts),
        "Match.Voided": lambda recorded: [Drop("match", _key(recorded))],
    },
)
