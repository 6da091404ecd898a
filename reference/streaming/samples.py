"""One example of every message of the stream, made of the message classes themselves."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from realtime.kernel import messages as m
from realtime.match import messages as match
from realtime.subjects import EXAMPLES

AT = datetime(2026, 11, 25, 3, 36, 13, 123456, UTC)
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
    return event(id=131, prev=129, position=5120, at=AT, data=EXAMPLES[event])


def samples() -> dict[type[msgspec.Struct], Any]:
    """By class, each as the JSON it is on the wire."""
    told = {event: _told(event) for event in EXAMPLES}
    first = msgspec.structs.replace(told[match.MatchUpdated], id=130)
    joined = m.Events(events=[first, msgspec.structs.replace(told[match.MatchStarted], prev=130)])
    every = [*told.values(), joined, *REST]
    return {type(message): msgspec.json.decode(msgspec.json.encode(message)) for message in every}
