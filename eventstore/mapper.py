"""Facts to bytes and back: JSON typed by the fact's own annotations, older versions lifted to today's."""

import types
from collections.abc import Callable
from functools import cache
from typing import Any, TypedDict, get_type_hints
from uuid import UUID

import msgspec
from eventsourcing.utils import resolve_topic

KEYS = ("originator_id", "originator_version")
_encode = msgspec.json.Encoder().encode
_new: Callable[[type], Any] = object.__new__
_set = object.__setattr__


class UnknownTopic(Exception):
    """The log holds a fact whose class this release does not know."""


def to_bytes(fact: Any) -> tuple[str, int, bytes]:
    """Topic, schema version and JSON of a fact; the keys stand in columns of their own."""
    state = {name: value for name, value in vars(fact).items() if name not in KEYS}
    return type(fact).TOPIC, getattr(type(fact), "class_version", 1), _encode(state)


def from_bytes(topic: str, schema_version: int, state: bytes, originator_id: UUID, version: int) -> Any:
    """The fact that was stored."""
    cls, class_version, decode, shape = _codec(topic)
    if schema_version == class_version:
        values = decode(state)
    else:
        values = msgspec.convert(_upcast(cls, schema_version, msgspec.json.decode(state)), shape)
    values["originator_id"] = originator_id
    values["originator_version"] = version
    fact = _new(cls)
    _set(fact, "__dict__", values)
    return fact


def _upcast(cls: type, schema_version: int, state: dict[str, Any]) -> dict[str, Any]:
    for old in range(schema_version, getattr(cls, "class_version", 1)):
        getattr(cls, f"upcast_v{old}_v{old + 1}")(state)
    return state


@cache
def _codec(topic: str) -> tuple[type, int, Callable[[bytes], dict[str, Any]], Any]:
    if ":" in topic:
        raise UnknownTopic(topic)  # a path to a class is no name: it breaks with the first rename
    try:
        cls = resolve_topic(topic)
    except Exception as unknown:
        raise UnknownTopic(topic) from unknown
    hints = {name: hint for name, hint in get_type_hints(cls).items() if name not in KEYS}
    hints.pop("originator_id_type", None)
    shape: Any = types.new_class("State", (TypedDict,), {}, lambda space: space.update(__annotations__=hints))
    return cls, getattr(cls, "class_version", 1), msgspec.json.Decoder(shape).decode, shape
