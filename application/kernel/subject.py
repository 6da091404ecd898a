"""What a subject declares of its write side: commands, who may send them, and what follows from its facts."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from application.kernel.actor import Actor
from application.kernel.authorization import Rule, Standing
from application.kernel.jobs import Reaction
from application.kernel.repository import Streams
from application.kernel.work import Work
from domain.kernel.aggregate import Aggregate

Handler = Callable[[Any, Work, Actor], Awaitable[dict[str, Any] | None]]
Stated = Sequence[tuple[Aggregate, Any]]
Explained = Callable[[Stated], Awaitable[dict[str, Any]]]
Explain = Callable[[Any, Work], Awaitable[Explained]]
Whose = Callable[[Any, Actor, Work], Awaitable[bool]]
RoleOf = Callable[[Actor, Streams], Awaitable[tuple[str, int]]]
Stands = Callable[[UUID, Actor, str, Work], Awaitable[Standing | None]]


class Does(msgspec.Struct, frozen=True, kw_only=True):
    """A command and how it is decided; without a `rule` it is never taken from outside.

    What a command names in `sees` its sender must be able to see as well. One that is `by_the_clock` may also
    come from the system itself, where an instant that somebody chose has come. `explains` looks at the world
    before the command is decided, and afterwards tells what its facts bring about: that is the answer then.
    """

    command: type[msgspec.Struct]
    by: Handler
    rule: Rule | None = None
    sees: str | None = None
    by_the_clock: bool = False
    explains: Explain | None = None


class Policy(msgspec.Struct, frozen=True):
    """What follows from these facts in the same transaction: commands, by a pure function of the fact."""

    facts: tuple[Any, ...]
    then: Callable[[Any, Any], Sequence[msgspec.Struct]]


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """One subject of the write side.

    `reactions` are the jobs that follow its facts. `questions` are what may be asked, with who may; `whose`
    says, by kind of aggregate, whether one is an actor's own; `stands` how an actor stands to a scope of that
    kind, None where there is no such scope; `role_of` which role an actor has, and the version of the account
    it was read at.
    """

    name: str
    commands: tuple[Does, ...]
    policies: tuple[Policy, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    questions: Mapping[str, Rule] = {}
    whose: Mapping[type[Aggregate], Whose] = {}
    stands: Mapping[str, Stands] = {}
    role_of: RoleOf | None = None


def decided_by(decide: Callable[..., None]) -> Handler:
    """The handler of a command that the stream it concerns decides alone, by the other fields."""

    async def handle(command: Any, work: Work, actor: Actor) -> None:
        concern = type(command).concerns
        aggregate = await work.load(concern.kind, concern.of(command))
        others = [name for name in command.__struct_fields__ if name != concern.field]
        decide(aggregate, **{name: getattr(command, name) for name in others})

    return handle


def all_of(
    rule: Rule, handlers: Mapping[type[msgspec.Struct], Handler], *, by_the_clock: bool = False
) -> tuple[Does, ...]:
    """Commands that the same people may send."""
    return tuple(
        Does(command=command, by=handler, rule=rule, by_the_clock=by_the_clock)
        for command, handler in handlers.items()
    )
