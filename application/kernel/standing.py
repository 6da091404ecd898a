"""How an actor stands to what a command concerns: read from the log, never trusted from a token."""

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from application.kernel.actor import Actor
from application.kernel.authorization import Standing
from application.kernel.menu import Menu, concern_of
from application.kernel.work import Work, scope_of
from domain.kernel.refusals import NotFound


async def standing_of(menu: Menu, actor: Actor, role: str, command: Any, work: Work) -> Standing:
    """Role, staff role in the scope of what the command concerns, and whether that is the actor's own.

    Raises NotFound where the command names what does not exist.
    """
    concern = concern_of(command)
    owns, scope = concern.is_for(command, actor.account), concern.scope_of(command)
    if scope is None or concern.kind in menu.whose:
        aggregate = await work.load(concern.kind, concern.of(command))
        scope = scope_of(aggregate)
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
