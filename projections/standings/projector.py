"""Places become rows once they are certain, with the match that decided each, or the end of its stage."""

from collections.abc import Iterable
from typing import Any

from domain.standings.placing import Placing
from eventstore.records import Recorded
from projections.kernel.changes import Change, Drop, Put
from projections.kernel.view import View, nothing


def _place(recorded: Recorded, placing: Placing, **seen: Any) -> Put:
    ranks = {"low": placing.low, "high": placing.high}
    return Put("place", _key(recorded, placing.entrant), {**ranks, **seen})


def _key(recorded: Recorded, entrant: Any) -> dict[str, Any]:
    """One row an entrant and stage."""
    of = {"tournament_id": recorded.tournament_id, "bracket_id": recorded.originator_id}
    return {**of, "entrant": entrant}


def _advanced(recorded: Recorded) -> Iterable[Change]:
    seen = {"match": recorded.event.match, "decided": recorded.sequence}
    return [_place(recorded, placing, **seen) for placing in recorded.event.places]


def _completed(recorded: Recorded) -> Iterable[Change]:
    return [_place(recorded, placing, ended=recorded.sequence) for placing in recorded.event.places]


def _rewound(recorded: Recorded) -> Iterable[Change]:
    return [Drop("place", _key(recorded, entrant)) for entrant in recorded.event.retracted]


def _joined(recorded: Recorded) -> Iterable[Change]:
    """Whoever comes late into a draw may make places uncertain that were not."""
    if into := recorded.event.into:
        for entrant in into.retracted:
            yield Drop("place", _key(recorded, entrant))
        for placing in into.places:
            yield _place(recorded, placing)


VIEW = View(
    "standings",
    5,
    "projections.standings",
    ("Bracket",),
    {
        "Bracket.Generated": nothing,
        "Bracket.Regenerated": nothing,
        "Bracket.SeedsChanged": nothing,
        "Bracket.Finalized": nothing,
        "Bracket.Unfinalized": nothing,
        "Bracket.RoundDrawn": nothing,
        "Bracket.RoundTakenBack": nothing,
        "Bracket.Joined": _joined,
        "Bracket.AttendanceChanged": nothing,
        "Bracket.ConductRecorded": nothing,
        "Bracket.Advanced": _advanced,
        "Bracket.Counted": nothing,
        "Bracket.Rewound": _rewound,
        "Bracket.Completed": _completed,
    },
)
