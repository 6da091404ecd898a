"""A command becomes facts: authorize, let the handler decide, and carry out what policies say follows."""

import re
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from application.kernel.actor import Actor
from application.kernel.authorization import Standing, in_sight
from application.kernel.menu import Menu, concern_of
from application.kernel.work import Work
from domain.kernel.aggregate import Aggregate
from domain.kernel.refusals import Forbidden, NotFound, Refusal, SignInRequired


def words(command: type) -> str:
    """`OpenRegistration` as people say it: open registration."""
    return re.sub(r"(?<!^)([A-Z])", r" \1", command.__name__).lower()


def denial(action: str, actor: Actor, standing: Standing, what: str) -> Refusal:
    """Why not: it is not for these eyes, which see no `what` then; sign in first; or it is not for you."""
    if not in_sight(standing):
        return NotFound(what=what)
    return SignInRequired(action=action) if actor.account is None else Forbidden(action=action)


async def standing_of(menu: Menu, actor: Actor, role: str, command: Any, work: Work) -> Standing:
    """Role, staff role in the scope of what the command concerns, and whether that is the actor's own.

    Raises NotFound where the command names what does not exist.
    """
    concern = concern_of(command)
    owns, scope = concern.is_for(command, actor.account), concern.scope_of(command)
    if scope is None or concern.kind in menu.whose:
        aggregate = await work.load(concern.kind, concern.of(command))
        scope = aggregate.scope[1]
        if whose := menu.whose.get(concern.kind):
            owns = await whose(aggregate, actor, work)
    standing = await standing_in(menu, concern.kind.SCOPE, scope, actor, role, work)
    if standing is None:
        if not concern.new:
            raise NotFound(what=concern.field)
        standing = Standing(role=role)
    return replace(standing, owns=owns)


async def standing_in(
    menu: Menu, kind: str, scope: UUID | None, actor: Actor, role: str, work: Work
) -> Standing | None:
    """How an actor stands to a scope of that kind; None where there is no such scope."""
    stands = menu.stands.get(kind)
    if stands is None or scope is None:
        return Standing(role=role)
    return await stands(scope, actor, role, work)


async def authorize(menu: Menu, command: msgspec.Struct, actor: Actor, role: str, work: Work) -> None:
    """Raises NotFound, SignInRequired or Forbidden for whom the menu does not let through."""
    kind, concern = type(command), concern_of(command)
    standing = await standing_of(menu, actor, role, command, work)
    if not menu.allowed(kind, standing):
        raise denial(words(kind), actor, standing, concern.field)
    if sees := menu.commands[kind].sees:
        scope = concern.kind.SCOPE
        there = await standing_in(menu, scope, getattr(command, sees), actor, role, work.apart())
        if there is None or not in_sight(there):
            raise NotFound(what=scope)


async def decide(menu: Menu, command: msgspec.Struct, actor: Actor, work: Work) -> dict[str, Any]:
    """Leave the facts of `command`, and of all that follows from it, pending in `work`."""
    does = menu.commands[type(command)]
    explained = await does.explains(command, work) if does.explains else None
    result = await does.by(command, work, actor)
    stated: list[tuple[Aggregate, Any]] = []
    for aggregate, fact in work.stated():
        stated.append((aggregate, fact))
        for policy in menu.policies.get(type(fact), ()):
            for following in policy.then(fact, aggregate):
                await menu.commands[type(following)].by(following, work, actor)
    return await explained(stated) if explained else result or {}
