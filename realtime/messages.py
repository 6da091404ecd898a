"""Every message of the stream `palio.v1`, in both directions: a closed union, one JSON object a frame."""

from typing import Any
from uuid import UUID

import msgspec

from realtime.states import (
    BracketState,
    CheckInState,
    Instant,
    MatchState,
    RegistrationState,
    StaffState,
    TournamentState,
)

SUBPROTOCOL = "palio.v1"


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """Something that happened.

    `id` is the tournament's own number of the event, `prev` the number before it that this class of viewer
    may see, `position` the place in the whole log, `at` when it was stored. On `/ws/me/` both are positions
    and `tournament_id` is there. `html` and `say` are there for who asked with `html=1`.
    """

    id: int
    prev: int
    position: int
    at: Instant
    tournament_id: UUID | None = None
    html: str | None = None
    say: str | None = None


class TournamentUpdated(Event, frozen=True, kw_only=True, tag="tournament_updated"):
    """The tournament was published, opened, closed, started, completed, cancelled, archived or renamed."""

    data: TournamentState


class StaffUpdated(Event, frozen=True, kw_only=True, tag="staff_updated"):
    """Someone joined or left the staff; staff alone sees it."""

    data: StaffState


class RegistrationCreated(Event, frozen=True, kw_only=True, tag="registration_created"):
    """Somebody entered, or entered again."""

    data: RegistrationState


class RegistrationUpdated(Event, frozen=True, kw_only=True, tag="registration_updated"):
    """An entrant moved up from the waitlist, or was left out."""

    data: RegistrationState


class RegistrationCancelled(Event, frozen=True, kw_only=True, tag="registration_cancelled"):
    """An entrant withdrew, or the tournament was called off."""

    data: RegistrationState


class CheckInUpdated(Event, frozen=True, kw_only=True, tag="check_in_updated"):
    """An entrant is here, or is not after all."""

    data: CheckInState


class BracketUpdated(Event, frozen=True, kw_only=True, tag="bracket_updated"):
    """The bracket was drawn, made final, moved on or completed."""

    data: BracketState


class MatchCreated(Event, frozen=True, kw_only=True, tag="match_created"):
    """A match exists; its sides follow."""

    data: MatchState


class MatchUpdated(Event, frozen=True, kw_only=True, tag="match_updated"):
    """A side of a match was taken, or what was played counts no more: a field left out is none."""

    data: MatchState


class MatchScheduled(Event, frozen=True, kw_only=True, tag="match_scheduled"):
    """When and where a match is played."""

    data: MatchState


class MatchStarted(Event, frozen=True, kw_only=True, tag="match_started"):
    """Play has begun."""

    data: MatchState


class ScoreUpdated(Event, frozen=True, kw_only=True, tag="score_updated"):
    """A side reported what happened; it counts once the other agrees or staff rules."""

    data: MatchState


class MatchCompleted(Event, frozen=True, kw_only=True, tag="match_completed"):
    """A match is decided."""

    data: MatchState


class MatchVoided(Event, frozen=True, kw_only=True, tag="match_voided"):
    """A match counts no more: the draw was opened again, or the tournament called off."""

    data: MatchState


EVENTS: tuple[type[Event], ...] = (
    TournamentUpdated,
    StaffUpdated,
    RegistrationCreated,
    RegistrationUpdated,
    RegistrationCancelled,
    CheckInUpdated,
    BracketUpdated,
    MatchCreated,
    MatchUpdated,
    MatchScheduled,
    MatchStarted,
    ScoreUpdated,
    MatchCompleted,
    MatchVoided,
)


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Any other message."""


class Allowed(msgspec.Struct, frozen=True):
    """What a client may send: messages a second, how many at once, and bytes in each."""

    messages_per_second: int
    burst: int
    payload_bytes: int


class Welcome(Message, frozen=True, tag="welcome"):
    """The first message: what there is, and where this connection goes on from.

    `epoch` names the log: event numbers of another epoch mean nothing here. `head` is the last event this
    class of viewer may see, `from` the event after which this connection is told everything. `ping_s` is how
    often the server pings; `exp` when the token ends, in seconds since 1970.
    """

    epoch: str
    head: int
    from_: int = msgspec.field(name="from")
    ping_s: int
    exp: int | None
    limits: Allowed
    viewers: int


class Events(Message, frozen=True, tag="events"):
    """Several events joined, in order; each is one of those above."""

    events: list[Any]


class Bookmark(Message, frozen=True, tag="bookmark"):
    """Nothing that concerns this connection happened up to `id`: its cursor may move there."""

    id: int


class Viewers(Message, frozen=True, tag="viewers"):
    """How many connections watch this tournament on this server; at most one every two seconds."""

    n: int


class Reset(Message, frozen=True, tag="reset"):
    """What was asked for cannot be told in this form: fetch the state as of `id`; events after it follow."""

    id: int


class Pong(Message, frozen=True, tag="pong"):
    """The answer to `ping`, with the last event there is."""

    head: int


class AuthOk(Message, frozen=True, tag="auth_ok"):
    """The new token counts; it ends at `exp`, in seconds since 1970."""

    exp: int


class Error(Message, frozen=True, tag="error"):
    """What was sent is refused: a stable `code` and a sentence."""

    code: str
    detail: str


SERVER: tuple[type[Message], ...] = (Welcome, Events, Bookmark, Viewers, Reset, Pong, AuthOk, Error)


class Ping(Message, frozen=True, tag="ping", forbid_unknown_fields=True):
    """Are you there, and where are you?"""


class Auth(Message, frozen=True, tag="auth", forbid_unknown_fields=True):
    """A fresh access token for the same account, before the present one ends."""

    token: str


CLIENT: tuple[type[Message], ...] = (Ping, Auth)
