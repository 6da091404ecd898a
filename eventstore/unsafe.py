"""What the library can be told to do and must not do to this log: the one list of it, with the way out."""

from collections.abc import Callable, Container

from eventsourcing.utils import EnvType

OURS: EnvType = {
    "PERSISTENCE_MODULE": "eventstore.recorder:Factory",
    "APPLICATION_RECORDER_TOPIC": "eventstore.recorder:Recorder",
    "MAPPER_TOPIC": "eventstore.recorder:Mapper",
}
"""The library's own seams, and what is behind them here."""

ON = ("y", "yes", "t", "true", "on", "1")
OFF = ("n", "no", "f", "false", "off", "0")
HASHED = "stored bytes stay readable JSON, hashed as they are stored; unset it"
ONE_WAY = "the log has one way in and one form of its facts; unset it, or let it be {}"

LIMITS: dict[str, tuple[tuple[str, ...], str]] = {
    "POSTGRES_ENABLE_DB_FUNCTIONS": (OFF, "readers overtake a slower writer and miss its facts; unset it"),
    "AGGREGATE_CACHE_FASTFORWARD": (
        ON,
        "what AGGREGATE_CACHE_MAXSIZE keeps would stay stale once another process has written; unset it",
    ),
    "CIPHER_TOPIC": ((), HASHED),
    "CIPHER_KEY": ((), HASHED),
    "COMPRESSOR_TOPIC": ((), HASHED),
    **{name: ((topic,), ONE_WAY.format(topic)) for name, topic in OURS.items()},
}
"""Each variable of the library that can do harm: the values that do none, and why the others do."""


def unsafe(get: Callable[[str], str | None], needed: Container[str] = ()) -> list[str]:
    """A sentence for each variable that would do harm.

    One that is empty or not set does none, unless it is `needed`.
    """
    values = {name: get(name) or "" for name in LIMITS}
    return [
        f"{name}: {why}."
        for name, (harmless, why) in LIMITS.items()
        if (values[name] or name in needed) and {values[name], values[name].lower()}.isdisjoint(harmless)
    ]
