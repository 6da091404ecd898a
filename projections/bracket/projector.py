"""Facts about a bracket become one row with its draw; sides and results are the matches' own.

Rounds that are drawn one after the other have rows of their own, and so has who missed some, or left, or
has points for fair play.
"""

from collections.abc import Callable, Iterable
from typing import Any

from eventstore.records import Recorded
from projections.kernel.changes import Change, Drop, Put
from projections.kernel.view import Project, View

Values = dict[str, Any]


def _row(values: Callable[[Recorded], Values], *more: Project) -> Project:
    """The bracket's row, and `more` rows; `sequence` is the tournament's event that touched it last."""

    def project(recorded: Recorded) -> Iterable[Change]:
        seen = {"version": recorded.originator_version, "sequence": recorded.sequence}
        yield Put("bracket", _key(recorded), {**values(recorded), **seen})
        for further in more:
            yield from further(recorded)

    return project


def _key(recorded: Recorded) -> Values:
    return {"tournament_id": recorded.tournament_id, "bracket_id": recorded.originator_id}


def _touched(_: Recorded) -> Values:
    return {}


def _stands(status: str) -> Callable[[Recorded], Values]:
    return lambda _: {"status": status}


def _drawn(recorded: Recorded) -> Values:
    fact = recorded.event
    draw = {"best_of": fact.best_of, "seeds": fact.seeds, "draw": fact.matches}
    now = {"drawn": recorded.sequence, "opened": recorded.sequence}
    return {**now, "played_as": fact.played_as, "status": "drawn", **draw}


def _generated(recorded: Recorded) -> Values:
    return {"stage": recorded.event.stage, **_drawn(recorded)}


def _finalized(recorded: Recorded) -> Values:
    return {"status": "finalized", "ties": recorded.event.lot}


def _opened(recorded: Recorded) -> Values:
    return {"status": "drawn", "opened": recorded.sequence}


def _seeds(recorded: Recorded) -> Values:
    return {"seeds": recorded.event.seeds}


def _joined(recorded: Recorded) -> Values:
    into = recorded.event.into
    return {**_seeds(recorded), **({"draw": into.matches} if into and into.matches else {})}


def _entrant(fact: Recorded, who: Any, **values: Any) -> Put:
    return Put("entrant", {**_key(fact), "entrant": who}, values)


def _round(recorded: Recorded) -> Iterable[Change]:
    fact = recorded.event
    drawn = {"drawn": recorded.sequence, "draw": fact.matches, "idle": fact.idle}
    yield Put("round", {**_key(recorded), "number": fact.round}, drawn)


def _round_taken_back(recorded: Recorded) -> Iterable[Change]:
    yield Drop("round", {**_key(recorded), "number": recorded.event.round})


def _first_round_gone(recorded: Recorded) -> Iterable[Change]:
    yield Drop("round", {**_key(recorded), "number": 1})


def _came_late(recorded: Recorded) -> Iterable[Change]:
    fact, now = recorded.event, recorded.sequence
    yield _entrant(recorded, fact.entrant, missed=fact.idle, joined=now)
    if fact.into and fact.into.meetings:
        yield Put("joining", {**_key(recorded), "joined": now}, {"meetings": fact.into.meetings})


def _replaced(recorded: Recorded) -> Iterable[Change]:
    fact = recorded.event
    return [_entrant(recorded, entrant, kind=None) for entrant in {*fact.previous} - {*fact.seeds}]


def _conduct(recorded: Recorded) -> Iterable[Change]:
    fact = recorded.event
    yield _entrant(recorded, fact.entrant, conduct=fact.points, recorded=recorded.sequence)


def _attendance(recorded: Recorded) -> Iterable[Change]:
    fact = recorded.event
    yield _entrant(recorded, fact.entrant, kind=fact.kind, changed=recorded.sequence)


VIEW = View(
    "bracket",
    6,
    "projections.bracket",
    ("Bracket",),
    {
        "Bracket.Generated": _row(_generated),
        "Bracket.Regenerated": _row(_drawn),
        "Bracket.SeedsChanged": _row(_seeds, _replaced),
        "Bracket.Finalized": _row(_finalized),
        "Bracket.Unfinalized": _row(_opened, _first_round_gone),
        "Bracket.RoundDrawn": _row(_touched, _round),
        "Bracket.RoundTakenBack": _row(_touched, _round_taken_back),
        "Bracket.Joined": _row(_joined, _came_late),
        "Bracket.AttendanceChanged": _row(_touched, _attendance),
        "Bracket.ConductRecorded": _row(_touched, _conduct),
        "Bracket.Advanced": _row(_touched),
        "Bracket.Counted": _row(_touched),
        "Bracket.Rewound": _row(_stands("finalized")),
        "Bracket.Completed": _row(_stands("completed")),
    },
)
