"""One example of every message of the stream, made of the message classes themselves."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec

from domain.match.score import GameScore
from realtime.bracket import messages as bracket
from realtime.entry import messages as entry
from realtime.kernel import messages as m
from realtime.match import messages as match
from realtime.subjects import EVENTS
from realtime.tournament import messages as tournament

AT = datetime(2026, 11, 25, 3, 36, 13, 123456, UTC)
OWN = UUID("0d14ddcd-3710-58e8-992f-4718580f70f5")
ANN, BEN = (entry.Entrant(uuid5(OWN, name), name) for name in ("Ann", "Ben"))
FINAL = match.MatchState(
    match_id=uuid5(OWN, "final"), number=15, round=4, name="Final", best_of=3, sides=[ANN, BEN]
)
GAMES = [GameScore([2, 0]), GameScore([1, 1], overtime=True, shootout=[4, 2])]


def _final(**more: Any) -> match.MatchState:
    return msgspec.structs.replace(FINAL, **more)


def _entrant(status: str) -> entry.RegistrationState:
    return entry.RegistrationState(ANN.registration_id, ANN.name, status)


DATA: dict[type[m.Event], Any] = {
    tournament.TournamentUpdated: tournament.TournamentState("Autumn Open", "live"),
    tournament.StaffUpdated: tournament.StaffState(uuid5(OWN, "ben"), "REFEREE"),
    entry.RegistrationCreated: _entrant("registered"),
    entry.RegistrationUpdated: _entrant("dropped"),
    entry.RegistrationCancelled: _entrant("withdrawn"),
    entry.CheckInUpdated: entry.CheckInState(ANN.registration_id, ANN.name, checked_in=True),
    bracket.BracketUpdated: bracket.BracketState(
        "advanced", match=13, moves=[bracket.Moved(15, 0, ANN)], places=[bracket.Placed(BEN, 3, 4)]
    ),
    match.MatchCreated: _final(sides=[None, None]),
    match.MatchUpdated: _final(sides=[ANN, None]),
    match.MatchScheduled: _final(starts_at=AT, station="Table 1"),
    match.MatchStarted: FINAL,
    match.ScoreUpdated: _final(games=GAMES, reported_by=0),
    match.MatchCompleted: _final(games=GAMES, winner=0, ending="played"),
    match.MatchVoided: FINAL,
}
ENDS = 1_795_580_000
FRESH = {"token": "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9…"}
REST: tuple[m.Message, ...] = (
    m.Welcome(
        epoch="5f0c9b1e7a42",
        head=131,
        from_=129,
        ping_s=20,
        exp=ENDS,
        limits=m.Allowed(messages_per_second=10, burst=20, payload_bytes=16_384),
        viewers=48,
    ),
    m.Bookmark(id=131),
    m.Viewers(n=49),
    m.Reset(id=131),
    m.Pong(head=131),
    m.AuthOk(exp=ENDS),
    m.Error(code="invalid_schema", detail="A text frame with one message of palio.v1 is expected."),
    m.Ping(),
    m.Auth(**FRESH),
)


def _told(event: Any) -> Any:
    return event(id=131, prev=129, position=5120, at=AT, data=DATA[event])


def samples() -> dict[type[msgspec.Struct], Any]:
    """By class, each as the JSON it is on the wire."""
    told = {event: _told(event) for event in EVENTS}
    first = msgspec.structs.replace(told[match.MatchUpdated], id=130)
    joined = m.Events(events=[first, msgspec.structs.replace(told[match.MatchStarted], prev=130)])
    every = [*told.values(), joined, *REST]
    return {type(message): msgspec.json.decode(msgspec.json.encode(message)) for message in every}
