"""What facts about matches become for those who watch."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from eventstore.records import Recorded
from projections.match.projector import VIEW
from projections.match.queries import sides_of
from projections.match.then import PAST, then
from realtime.entry.entrants import entrant
from realtime.kernel.audiences import either, everyone, own_people
from realtime.kernel.messages import Event
from realtime.kernel.moment import Moment
from realtime.kernel.subject import Subject, Telling
from realtime.match.messages import (
    MESSAGES,
    MatchCompleted,
    MatchCreated,
    MatchScheduled,
    MatchStarted,
    MatchState,
    MatchUpdated,
    MatchVoided,
    ScoreUpdated,
)

SAME = ("number", "round", "name", "best_of")
"""What does not change about a match."""


def _telling(message: Callable[..., Event], **more: Callable[[Any], Any]) -> Telling:
    """A match as it is from here on, with what is `more` to say by the fact."""

    def says(recorded: Recorded, moment: Moment) -> MatchState:
        said = {name: of(recorded.event) for name, of in more.items()}
        return _match(recorded.originator_id, moment, **said)

    return _told(message, says)


def _told(message: Callable[..., Event], says: Callable[[Recorded, Moment], MatchState]) -> Telling:
    to = either(everyone, own_people)
    return Telling(to=to, message=message, says=says, concerns=_seated, part=_itself)


def _match(match_id: UUID, moment: Moment, **more: Any) -> MatchState:
    """With its sides as they were at that moment."""
    row = then(moment.timeline, moment.scope, match_id, moment.event)
    if row is None:
        raise LookupError(match_id)
    sides = [entrant(moment, side) if side else None for side in sides_of(row)]
    return MatchState(match_id=match_id, **{name: row[name] for name in SAME}, sides=sides, **more)


def _voided(recorded: Recorded, moment: Moment) -> MatchState:
    """As it stood before: there is none any more."""
    return _match(recorded.originator_id, moment.before)


def _seated(said: MatchState, _: Moment) -> Collection[UUID]:
    return [side.registration_id for side in said.sides if side]


def _itself(recorded: Recorded) -> UUID:
    return recorded.originator_id


def _of(field: str) -> Callable[[Any], Any]:
    return lambda fact: getattr(fact, field)


def _ended(ending: str) -> Callable[[Any], str]:
    return lambda _: ending


PUT_RIGHT = _telling(MatchCompleted, games=_of("games"), winner=_of("winner"), ending=_of("ending"))
TOLD = Subject(
    name="match",
    messages=MESSAGES,
    views=(VIEW,),
    past=PAST,
    told={
        "Match.Created": _telling(MatchCreated),
        "Match.SideSettled": _telling(MatchUpdated),
        "Match.Scheduled": _telling(MatchScheduled, starts_at=_of("starts_at"), station=_of("station")),
        "Match.Started": _telling(MatchStarted),
        "Match.ResultReported": _telling(ScoreUpdated, games=_of("games"), reported_by=_of("side")),
        "Match.ResultConfirmed": _telling(
            MatchCompleted, games=_of("games"), winner=_of("winner"), ending=_ended("played")
        ),
        "Match.Forfeited": _telling(
            MatchCompleted, winner=lambda fact: 1 - fact.side, ending=lambda fact: fact.kind
        ),
        "Match.WalkedOver": _telling(MatchCompleted, winner=_of("winner"), ending=_ended("walkover")),
        "Match.DoubleForfeited": _telling(MatchCompleted, ending=_ended("double_forfeit")),
        "Match.LeftVacant": _telling(MatchCompleted, ending=_ended("vacant")),
        "Match.ResultCorrected": PUT_RIGHT,
        "Match.ResultRestored": PUT_RIGHT,
        "Match.Reopened": _telling(MatchUpdated),
        "Match.Voided": _told(MatchVoided, _voided),
    },
)
