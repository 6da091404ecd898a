"""A command becomes facts: authorize, let the handler decide, and carry out what policies say follows."""

import re
from typing import Any

import msgspec

from application.actor import Actor
from application.authorization import Standing, allowed, in_sight
from application.commands.matches import CorrectResult
from application.consequences import confirmed
from application.handlers import HANDLERS
from application.policies import POLICIES
from application.standing import standing_of
from application.work import Work
from domain.aggregate import Aggregate
from domain.errors import Forbidden, NotFound, Refusal, SignInRequired


def words(command: type) -> str:
    """`OpenRegistration` as people say it: open registration."""
    return re.sub(r"(?<!^)([A-Z])", r" \1", command.__name__).lower()


def denial(action: str, actor: Actor, standing: Standing, what: str) -> Refusal:
    """Why not: it is not for these eyes, which see no `what` then; sign in first; or it is not for you."""
    if not in_sight(standing):
        return NotFound(what=what)
    return SignInRequired(action=action) if actor.account is None else Forbidden(action=action)


async def authorize(command: msgspec.Struct, actor: Actor, role: str, work: Work) -> None:
    """Raises NotFound, SignInRequired or Forbidden for whom the table does not let through."""
    standing = await standing_of(actor, role, command, work)
    if not allowed(type(command), standing):
        named = (what for what in ("match", "registration") if hasattr(command, what))
        raise denial(words(type(command)), actor, standing, next(named, "tournament"))


async def decide(command: msgspec.Struct, actor: Actor, work: Work) -> dict[str, Any]:
    """Leave the facts of `command`, and of all that follows from it, pending in `work`."""
    result = await HANDLERS[type(command)](command, work, actor)
    stated: list[tuple[Aggregate, Any]] = []
    for aggregate, fact in work.stated():
        stated.append((aggregate, fact))
        for policy in POLICIES.get(type(fact), ()):
            for following in policy(fact, aggregate):
                await HANDLERS[type(following)](following, work, actor)
    if isinstance(command, CorrectResult):
        return confirmed(command, stated)
    return result or {}
