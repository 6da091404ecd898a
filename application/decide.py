"""A command becomes facts: authorize, let the handler decide, and carry out what policies say follows."""

import re
from typing import Any

import msgspec

from application.actor import Actor
from application.authorization import Standing, allowed, in_sight
from application.handlers import HANDLERS
from application.policies import POLICIES
from application.standing import standing_of
from application.work import Work
from domain.errors import Forbidden, NotFound, Refusal, SignInRequired


def words(command: type) -> str:
    """`OpenRegistration` as people say it: open registration."""
    return re.sub(r"(?<!^)([A-Z])", r" \1", command.__name__).lower()


def denial(action: str, actor: Actor, standing: Standing) -> Refusal:
    """Why not: sign in first, it is not for these eyes, or it is not for you."""
    if actor.account is None:
        return SignInRequired(action=action)
    return Forbidden(action=action) if in_sight(standing) else NotFound(what="tournament")


async def decide(command: msgspec.Struct, actor: Actor, role: str, work: Work) -> dict[str, Any]:
    """Leave the facts of `command`, and of all that follows from it, pending in `work`."""
    standing = await standing_of(actor, role, command, work)
    if not allowed(type(command), standing):
        raise denial(words(type(command)), actor, standing)
    result = await HANDLERS[type(command)](command, work, actor)
    for aggregate, fact in work.stated():
        for policy in POLICIES.get(type(fact), ()):
            for following in policy(fact, aggregate):
                await HANDLERS[type(following)](following, work, actor)
    return result or {}
