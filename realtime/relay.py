"""Facts become public messages: one function a fact, one audience a kind of fact, nothing by default.

It runs after the commit, away from whoever sent the command: what goes wrong here is logged and costs nobody
a command. `prev` is filled in by the room, which knows what each class of viewer has seen.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any

import msgspec

from eventstore.records import Recorded
from realtime import messages as m
from realtime import states as s
from realtime.scene import Scene


class Audience(IntEnum):
    """A class of viewers; each sees also what those before it see."""

    PUBLIC = 0
    STAFF = 1


class Told(msgspec.Struct, frozen=True):
    """A message and the least audience that may see it."""

    audience: Audience
    event: m.Event


Tell = Callable[[Recorded, Scene, int], Any]


def _tournament(_: Recorded, scene: Scene, event: int) -> s.TournamentState:
    line = scene.line(event) or {"name": "", "status": "draft"}
    return s.TournamentState(line["name"], line["status"])


def _staff(recorded: Recorded, _: Scene, __: int) -> s.StaffState:
    return s.StaffState(recorded.event.account, getattr(recorded.event, "role", None))


def _registration(status: str | None = None) -> Tell:
    def tell(recorded: Recorded, scene: Scene, event: int) -> s.RegistrationState:
        entrant = scene.entrant(recorded.originator_id, event)
        entered = "waitlisted" if getattr(recorded.event, "waitlisted", False) else "registered"
        return s.RegistrationState(entrant.registration_id, entrant.name, status or entered)

    return tell


def _check_in(here: bool) -> Tell:
    def tell(recorded: Recorded, scene: Scene, event: int) -> s.CheckInState:
        entrant = scene.entrant(recorded.originator_id, event)
        return s.CheckInState(entrant.registration_id, entrant.name, here)

    return tell


def _bracket(status: Any) -> Tell:
    def tell(recorded: Recorded, scene: Scene, event: int) -> s.BracketState:
        fact = recorded.event
        moves = [
            s.Moved(move.match, move.side, scene.entrant(move.entrant, event) if move.entrant else None)
            for move in getattr(fact, "moves", ())
        ]
        places = [
            s.Placed(scene.entrant(placing.entrant, event), placing.low, placing.high)
            for placing in getattr(fact, "places", ())
        ]
        entrant = getattr(fact, "entrant", None)
        return s.BracketState(
            status(fact) if callable(status) else status,
            stage=scene.stage(recorded.originator_id, event),
            round=getattr(fact, "round", None),
            match=getattr(fact, "match", None),
            entrant=scene.entrant(entrant, event) if entrant else None,
            moves=moves,
            places=places,
        )

    return tell


def _match(**more: Callable[[Any], Any]) -> Tell:
    def tell(recorded: Recorded, scene: Scene, event: int) -> s.MatchState:
        known = {name: of(recorded.event) for name, of in more.items()}
        return scene.match(recorded.originator_id, event, **known)

    return tell


def _voided(recorded: Recorded, scene: Scene, event: int) -> s.MatchState:
    """As it stood before: there is none any more."""
    return scene.match(recorded.originator_id, event - 1)


def _games(fact: Any) -> Any:
    return fact.games


def _winner(fact: Any) -> Any:
    return fact.winner


def _ending(ending: str) -> Callable[[Any], str]:
    return lambda _: ending


def _seeded(fact: Any) -> str:
    return "finalized" if fact.how == "replaced" else "drawn"


def _attendance(fact: Any) -> str:
    return "left" if fact.kind else "back"


PUBLIC, STAFF = Audience.PUBLIC, Audience.STAFF
TOLD: Mapping[str, tuple[Audience, Callable[..., m.Event], Tell]] = {
    "Tournament.Created": (STAFF, m.TournamentUpdated, _tournament),
    "Tournament.DefinitionChanged": (PUBLIC, m.TournamentUpdated, _tournament),
    "Tournament.StaffAppointed": (STAFF, m.StaffUpdated, _staff),
    "Tournament.StaffDismissed": (STAFF, m.StaffUpdated, _staff),
    "Tournament.Published": (PUBLIC, m.TournamentUpdated, _tournament),
    "Tournament.RegistrationOpened": (PUBLIC, m.TournamentUpdated, _tournament),
    "Tournament.RegistrationClosed": (PUBLIC, m.TournamentUpdated, _tournament),
    "Tournament.CheckInOpened": (PUBLIC, m.TournamentUpdated, _tournament),
    "Tournament.Seeded": (PUBLIC, m.TournamentUpdated, _tournament),
    "Tournament.Started": (PUBLIC, m.TournamentUpdated, _tournament),
    "Tournament.Completed": (PUBLIC, m.TournamentUpdated, _tournament),
    "Tournament.Reopened": (PUBLIC, m.TournamentUpdated, _tournament),
    "Tournament.Cancelled": (PUBLIC, m.TournamentUpdated, _tournament),
    "Tournament.Archived": (PUBLIC, m.TournamentUpdated, _tournament),
    "Tournament.Restored": (PUBLIC, m.TournamentUpdated, _tournament),
    "Registration.Submitted": (PUBLIC, m.RegistrationCreated, _registration()),
    "Registration.Resubmitted": (PUBLIC, m.RegistrationCreated, _registration()),
    "Registration.Promoted": (PUBLIC, m.RegistrationUpdated, _registration("registered")),
    "Registration.Dropped": (PUBLIC, m.RegistrationUpdated, _registration("dropped")),
    "Registration.Withdrawn": (PUBLIC, m.RegistrationCancelled, _registration("withdrawn")),
    "Registration.Disqualified": (PUBLIC, m.RegistrationUpdated, _registration("disqualified")),
    "Registration.Reinstated": (PUBLIC, m.RegistrationUpdated, _registration("registered")),
    "Registration.Cancelled": (PUBLIC, m.RegistrationCancelled, _registration("cancelled")),
    "Registration.CheckedIn": (PUBLIC, m.CheckInUpdated, _check_in(True)),
    "Registration.CheckInUndone": (PUBLIC, m.CheckInUpdated, _check_in(False)),
    "Bracket.Generated": (PUBLIC, m.BracketUpdated, _bracket("drawn")),
    "Bracket.Regenerated": (PUBLIC, m.BracketUpdated, _bracket("drawn")),
    "Bracket.SeedsChanged": (PUBLIC, m.BracketUpdated, _bracket(_seeded)),
    "Bracket.Finalized": (PUBLIC, m.BracketUpdated, _bracket("finalized")),
    "Bracket.Unfinalized": (PUBLIC, m.BracketUpdated, _bracket("drawn")),
    "Bracket.Advanced": (PUBLIC, m.BracketUpdated, _bracket("advanced")),
    "Bracket.RoundDrawn": (PUBLIC, m.BracketUpdated, _bracket("round_drawn")),
    "Bracket.RoundTakenBack": (PUBLIC, m.BracketUpdated, _bracket("round_taken_back")),
    "Bracket.Joined": (PUBLIC, m.BracketUpdated, _bracket("joined")),
    "Bracket.AttendanceChanged": (PUBLIC, m.BracketUpdated, _bracket(_attendance)),
    "Bracket.ConductRecorded": (PUBLIC, m.BracketUpdated, _bracket("conduct")),
    "Bracket.Counted": (PUBLIC, m.BracketUpdated, _bracket("counted")),
    "Bracket.Rewound": (PUBLIC, m.BracketUpdated, _bracket("rewound")),
    "Bracket.Completed": (PUBLIC, m.BracketUpdated, _bracket("completed")),
    "Match.Created": (PUBLIC, m.MatchCreated, _match()),
    "Match.SideSettled": (PUBLIC, m.MatchUpdated, _match()),
    "Match.Scheduled": (
        PUBLIC,
        m.MatchScheduled,
        _match(starts_at=lambda fact: fact.starts_at, station=lambda fact: fact.station),
    ),
    "Match.Started": (PUBLIC, m.MatchStarted, _match()),
    "Match.ResultReported": (PUBLIC, m.ScoreUpdated, _match(games=_games, reported_by=lambda f: f.side)),
    "Match.ResultConfirmed": (
        PUBLIC,
        m.MatchCompleted,
        _match(games=_games, winner=_winner, ending=_ending("played")),
    ),
    "Match.Forfeited": (
        PUBLIC,
        m.MatchCompleted,
        _match(winner=lambda fact: 1 - fact.side, ending=lambda fact: fact.kind),
    ),
    "Match.WalkedOver": (PUBLIC, m.MatchCompleted, _match(winner=_winner, ending=_ending("walkover"))),
    "Match.DoubleForfeited": (PUBLIC, m.MatchCompleted, _match(ending=_ending("double_forfeit"))),
    "Match.LeftVacant": (PUBLIC, m.MatchCompleted, _match(ending=_ending("vacant"))),
    "Match.ResultCorrected": (
        PUBLIC,
        m.MatchCompleted,
        _match(games=_games, winner=_winner, ending=lambda fact: fact.ending),
    ),
    "Match.ResultRestored": (
        PUBLIC,
        m.MatchCompleted,
        _match(games=_games, winner=_winner, ending=lambda fact: fact.ending),
    ),
    "Match.Reopened": (PUBLIC, m.MatchUpdated, _match()),
    "Match.Voided": (PUBLIC, m.MatchVoided, _voided),
}
"""The facts that are told, to whom, as what; a fact that is not here is told to nobody."""


def relay(recorded: Recorded, scene: Scene) -> Told | None:
    """The message of a fact, its `prev` still to be filled in; None where nobody is told.

    `scene` has folded the tournament's facts up to this one, and may have folded later ones. What happened
    while the tournament was a draft is for its staff.
    """
    if recorded.topic not in TOLD:
        return None
    audience, message, tell = TOLD[recorded.topic]
    event = recorded.sequence or 0
    line = scene.line(event)
    if line is not None and line["status"] == "draft":
        audience = STAFF
    stored = {"position": recorded.position, "at": recorded.recorded_at}
    return Told(audience, message(id=event, prev=0, **stored, data=tell(recorded, scene, event)))
