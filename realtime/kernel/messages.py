"""The stream `palio.v1`: what every event has, and every message that is no event, in both directions."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid5

import msgspec

SUBPROTOCOL = "palio.v1"
Instant = Annotated[datetime, msgspec.Meta(tz=True)]

EXAMPLES = UUID("0d14ddcd-3710-58e8-992f-4718580f70f5")


def example(name: str) -> UUID:
    """An id to show in an example."""
    return uuid5(EXAMPLES, name)


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
