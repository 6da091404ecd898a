"""What facts about brackets become for those who watch."""

from collections.abc import Callable
from typing import Any

from eventstore.records import Recorded
from projections.bracket.projector import VIEW
from realtime.bracket.messages import MESSAGES, BracketState, BracketUpdated, Moved, Placed
from realtime.entry.entrants import entrant
from realtime.kernel.audiences import everyone
from realtime.kernel.moment import Moment
from realtime.kernel.subject import Subject, Telling

PAST = {VIEW.name: {"bracket": ("stage",)}}


def _telling(status: Callable[[Any], Any]) -> Telling:
    """A bracket concerns nobody in particular: whoever is moved hears of the match."""

    def says(recorded: Recorded, moment: Moment) -> BracketState:
        return _changed(recorded, moment, status(recorded.event))

    return Telling(to=everyone, message=BracketUpdated, says=says)


def _is(status: str) -> Telling:
    return _telling(lambda _: status)


def _changed(recorded: Recorded, moment: Moment, status: Any) -> BracketState:
    fact, row = recorded.event, moment.row(VIEW, "bracket", recorded.originator_id)
    who = getattr(fact, "entrant", None)
    return BracketState(
        status,
        stage=row["stage"] if row else 1,
        round=getattr(fact, "round", None),
        match=getattr(fact, "match", None),
        entrant=entrant(moment, who) if who else None,
        moves=[
            Moved(move.match, move.side, entrant(moment, move.entrant) if move.entrant else None)
            for move in getattr(fact, "moves", ())
        ],
        places=[
            Placed(entrant(moment, placing.entrant), placing.low, placing.high)
            for placing in getattr(fact, "places", ())
        ],
    )


TOLD = Subject(
    name="bracket",
    messages=MESSAGES,
    views=(VIEW,),
    past=PAST,
    told={
        "Bracket.Generated": _is("drawn"),
        "Bracket.Regenerated": _is("drawn"),
        "Bracket.SeedsChanged": _telling(lambda fact: "finalized" if fact.how == "replaced" else "drawn"),
        "Bracket.Finalized": _is("finalized"),
        "Bracket.Unfinalized": _is("drawn"),
        "Bracket.Advanced": _is("advanced"),
        "Bracket.RoundDrawn": _is("round_drawn"),
        "Bracket.RoundTakenBack": _is("round_taken_back"),
        "Bracket.Joined": _is("joined"),
        "Bracket.AttendanceChanged": _telling(lambda fact: "left" if fact.kind else "back"),
        "Bracket.ConductRecorded": _is("conduct"),
        "Bracket.Counted": _is("counted"),
        "Bracket.Rewound": _is("rewound"),
        "Bracket.Completed": _is("completed"),
    },
)
