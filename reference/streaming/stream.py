"""The page from which a client of the stream is written: the prose is a template, the lists are read."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Template
from typing import Any

import msgspec

from bootstrap.serving import LARGEST_MESSAGE
from realtime.access import errors
from realtime.access.asked import BEARER
from realtime.access.limits import Limits
from realtime.access.streaming import PING
from realtime.access.tickets import LIFE
from realtime.kernel import messages as m
from realtime.match.messages import MatchCompleted
from realtime.rings.lane import WINDOW
from realtime.rooms.picture import LARGEST_HTML
from realtime.rooms.room import PAGE
from realtime.subjects import EVENTS as TOLD
from realtime.transport.codes import CODES
from realtime.transport.gateway import CLOSES, POLICY, sockets
from realtime.transport.http import EVENTS
from realtime.transport.sse import HEARTBEAT
from reference import shapes
from reference.refusals import refusals
from reference.source import sentence
from reference.streaming.asyncapi import QUERY, described, name_of, schemas
from reference.streaming.samples import samples

TEMPLATE = Path(__file__).with_name("stream.template.md")
MEASURES = [
    ("messages_per_second", "messages a second, over all connections of an account", POLICY),
    ("burst", "messages at once, from rest", POLICY),
    ("payload_bytes", "bytes of a message", 4009),
    ("per_account", "connections of an account", POLICY),
    ("per_address", "connections of an address", POLICY),
    ("per_room", "connections that watch one tournament", POLICY),
]
"""By the name of the limit: what is counted, and with which code the connection beyond it is closed."""

MESSAGES = (*TOLD, *m.SERVER, *m.CLIENT)
Row = tuple[object, ...]


def page(_root: Path) -> str:
    """The page in Markdown."""
    known = schemas("#/")
    return Template(TEMPLATE.read_text("utf-8")).substitute(
        addresses=_rows((f"`{route.path_format}`", described(route)) for route in sockets),
        parameters=_rows(_parameter(name, schema) for name, schema in QUERY.items()),
        events=_rows(_event(one, known) for one in TOLD),
        example=_example(samples()[MatchCompleted]),
        messages=_rows(_message(one, known) for one in m.SERVER),
        says=_rows(_message(one, known) for one in m.CLIENT),
        shapes="\n\n".join(_shape(name, known[name]) for name in _made_of(known)),
        codes=_rows((code.code, f"`{code.name}`", code.meaning, code.then) for code in CODES),
        reasons=_rows(_reasons()),
        limits=_rows(_limits()),
        address=EVENTS.replace(":uuid", ""),
        bearer=BEARER,
        subprotocol=m.SUBPROTOCOL,
        ticket=int(LIFE.total_seconds()),
        ping=PING,
        window=int(WINDOW * 1000),
        largest=f"{LARGEST_MESSAGE:,}",
        heartbeat=int(HEARTBEAT),
        page=PAGE,
        html=LARGEST_HTML // 1024,
    )


def _rows(rows: Iterable[Row]) -> str:
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)


def _example(message: dict[str, Any]) -> str:
    """A line for each of its fields, and of those of `data`."""
    whole = json.dumps({**message, "data": "…"}, ensure_ascii=False, indent=2)
    inner = [
        f'    "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in message["data"].items()
    ]
    return whole.replace('"…"', "{\n" + ",\n".join(inner) + "\n  }")


def _parameter(name: str, schema: dict[str, Any]) -> Row:
    return f"`{name}`", shapes.typed(schema), shapes.default(schema, needed=False), schema["description"]


def _event(event: type[m.Event], known: dict[str, Any]) -> Row:
    return f"`{name_of(event)}`", sentence(event), shapes.typed(known[event.__name__]["properties"]["data"])


def _message(message: type[msgspec.Struct], known: dict[str, Any]) -> Row:
    fields = (
        f"`{name}` {_typed(field)}"
        for name, field in known[message.__name__]["properties"].items()
        if name != "type"
    )
    return f"`{name_of(message)}`", sentence(message), "<br>".join(fields)


def _typed(field: dict[str, Any]) -> str:
    return "list of events" if "oneOf" in field.get("items", {}) else shapes.typed(field)


def _made_of(known: dict[str, Any]) -> list[str]:
    """The shapes that are no message of their own."""
    return sorted(set(known) - {message.__name__ for message in MESSAGES})


def _shape(name: str, schema: dict[str, Any]) -> str:
    needed = schema["required"]
    fields = [
        (f"`{field}`", shapes.typed(one), shapes.default(one, field in needed))
        for field, one in schema["properties"].items()
    ]
    head = f"#### {name}\n\n{schema['description']}\n\n| field | type | if left out |\n|---|---|---|\n"
    return head + _rows(fields)


def _reasons() -> Iterator[Row]:
    for refusal in refusals():
        if refusal in CLOSES or refusal.__module__ == errors.__name__:
            yield f"`{refusal.code}`", CLOSES.get(refusal, POLICY), sentence(refusal)


def _limits() -> Iterator[Row]:
    by_default = Limits()
    for name, what, code in MEASURES:
        yield what, f"{getattr(by_default, name):,}", code
