"""Jobs: work that is done after a transaction, at least once, by whichever worker comes to it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any, Protocol

import msgspec

from eventstore.records import Recorded

Arguments = dict[str, Any]
Worker = Callable[[Arguments], Awaitable[None]]
"""Does a job of one name. It may be called twice for the same job: the second time changes nothing."""
Workers = Mapping[str, Worker]
"""By the name of the job."""


class Job(msgspec.Struct, frozen=True):
    """The name of a worker and what it is told: JSON, small, and without secrets, for people see it."""

    name: str
    arguments: Arguments

    @property
    def once(self) -> str:
        """The same for the same job: while one waits, another is not put beside it."""
        return sha256(msgspec.json.encode([self.name, self.arguments], order="sorted")).hexdigest()


class Backlog(msgspec.Struct, frozen=True, kw_only=True):
    """How the jobs stand.

    Some wait; of those the `oldest_seconds` is the longest that one has been due. `stalled` are with workers
    that have given no sign for a while, and `failed` until somebody retries them. `seen_seconds` is how long
    ago any worker gave a sign; None where there is none.
    """

    waiting: int
    running: int
    stalled: int
    failed: int
    oldest_seconds: float | None
    seen_seconds: float | None


class Jobs(Protocol):
    """Where jobs wait."""

    async def defer(self, *jobs: Job) -> None:
        """Put them in, stored when this returns; one that waits already is not put in twice."""

    async def backlog(self) -> Backlog:
        """How they stand."""


class Reaction(msgspec.Struct, frozen=True):
    """What follows from a fact after its transaction, where a policy follows in it.

    Facts of these classes lead to jobs of this name, with arguments that a pure function makes of each.

    None stored since the reaction was first declared is left out, and none before leads to anything.
    """

    name: str
    on: tuple[type, ...]
    jobs: Callable[[Recorded], Iterable[Arguments]]
    because: str

    @property
    def topics(self) -> list[str]:
        """The names under which the log has these facts."""
        return [fact.TOPIC for fact in self.on]  # type: ignore[attr-defined]
