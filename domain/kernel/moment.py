"""One instant for everything one command states: facts never ask the wall clock themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The instant of the command being carried out (UTC); the clock's, where no command is."""
    return _moment.get() or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """Stamp every fact stated inside with `instant`, which must know its time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone means nothing")
    token = _moment.set(instant.astimezone(UTC))
    try:
        yield instant
    finally:
        _moment.reset(token)
