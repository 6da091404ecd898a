"""Many requests as the arrays the append function takes."""

from collections.abc import Callable, Sequence
from typing import Any

from eventstore.mapper import to_bytes
from eventstore.records import Append

Encode = Callable[[Any], tuple[str, int, bytes]]


def parameters(requests: Sequence[Append], encode: Encode = to_bytes) -> list[list[Any]]:
    """One list a parameter: eleven of commands, six of events, three of guards; requests count from 1.

    `encode` gives the topic, schema version and bytes of each event of a request.
    """
    who = [request.metadata for request in requests]
    commands: list[list[Any]] = [
        [m.command_id for m in who],
        [m.name for m in who],
        [m.actor for m in who],
        [m.role for m in who],
        [m.address for m in who],
        [m.reason for m in who],
        [m.correlation_id or m.command_id for m in who],
        [m.causation_id for m in who],
        [m.request_hash for m in who],
        [request.answer for request in requests],
        [request.tournament_id for request in requests],
    ]
    events = [
        (number, fact.originator_id, fact.originator_version, *encode(fact))
        for number, request in enumerate(requests, 1)
        for fact in request.events
    ]
    guards = [(number, *guard) for number, request in enumerate(requests, 1) for guard in request.guards]
    return [*commands, *_columns(events, 6), *_columns(guards, 3)]


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
