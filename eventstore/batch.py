"""Many requests as the documents the append function takes."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from eventstore.mapper import to_bytes
from eventstore.records import Append, Scope

Encode = Callable[[Any], tuple[str, int, bytes]]
APPEND = "SELECT * FROM palio.append({}, {}, {})"
"""Takes what `documents` gives."""
OF_THE_REQUEST: tuple[None, None] = (None, None)
_encode = msgspec.json.Encoder().encode


class Request(msgspec.Struct, omit_defaults=True):
    """One command; what is None is left out, and bytes travel in base64."""

    number: int
    command: UUID
    name: str
    role: str
    answer: bytes
    facts: int
    actor: UUID | None = None
    address: str | None = None
    reason: str | None = None
    correlation: UUID | None = None
    causation: UUID | None = None
    hash: bytes | None = None
    kind: str | None = None
    scope: UUID | None = None


class Stated(msgspec.Struct, omit_defaults=True):
    """The `nth` fact of a request; its state travels as it will be stored.

    It names a scope where that is not the request's, nor the stream's own of a request that has none.
    """

    request: int
    nth: int
    stream: UUID
    version: int
    topic: str
    schema: int
    state: msgspec.Raw
    kind: str | None = None
    scope: UUID | None = None


class Guard(msgspec.Struct):
    """A version that a request relied on."""

    request: int
    stream: UUID
    version: int


def documents(requests: Sequence[Append], encode: Encode = to_bytes) -> tuple[str, str, str]:
    """The requests, what they state, and their guards; requests count from 1.

    `encode` gives the topic, schema version and bytes of each event of a request.
    """
    numbered = list(enumerate(requests, 1))
    asked = [_request(number, request) for number, request in numbered]
    stated = [
        _stated(number, nth, fact, encode(fact), request.scopes.get(fact.originator_id, OF_THE_REQUEST))
        for number, request in numbered
        for nth, fact in enumerate(request.events, 1)
    ]
    guards = [Guard(number, *guard) for number, request in numbered for guard in request.guards]
    return _encode(asked).decode(), _encode(stated).decode(), _encode(guards).decode()


def _request(number: int, request: Append) -> Request:
    m = request.metadata
    return Request(
        number,
        m.command_id,
        m.name,
        m.role,
        request.answer,
        len(request.events),
        m.actor,
        m.address,
        m.reason,
        m.correlation_id,
        m.causation_id,
        m.request_hash,
        *(request.concerns or OF_THE_REQUEST),
    )


def _stated(
    number: int,
    nth: int,
    fact: Any,
    encoded: tuple[str, int, bytes],
    scope: Scope | tuple[None, None],
) -> Stated:
    topic, schema, state = encoded
    stream, version = fact.originator_id, fact.originator_version
    return Stated(number, nth, stream, version, topic, schema, msgspec.Raw(state), *scope)
