"""A command becomes facts: authorize, let the handler decide, and carry out what policies say follows."""

import re
from typing import Any
from uuid import UUID

import msgspec

from application.actor import Actor
from application.authorization import Standing, allowed, in_sight
from application.commands.brackets import BracketCommand
from application.commands.matches import CorrectResult
from application.commands.seeding import SeedByTournament
from application.consequences import Ranks, confirmed, ranks
from application.handlers import HANDLERS
from application.handlers.drawing import drawn_from, final_places, thought
from application.policies import POLICIES
from application.standing import standing_of
from application.work import Work
from domain.bracket.bracket import Bracket
from domain.kernel.aggregate import Aggregate
from domain.kernel.refusals import Forbidden, NotFound, Refusal, SignInRequired
from domain.match.match import Match
from domain.tournament.tournament import Tournament


def words(command: type) -> str:
    """`OpenRegistration` as people say it: open registration."""
    return re.sub(r"(?<!^)([A-Z])", r" \1", command.__name__).lower()


def denial(action: str, actor: Actor, standing: Standing, what: str) -> Refusal:
    """Why not: it is not for these eyes, which see no `what` then; sign in first; or it is not for you."""
    if not in_sight(standing):
        return NotFound(what=what)
    return SignInRequired(action=action) if actor.account is None else Forbidden(action=action)


async def authorize(command: msgspec.Struct, actor: Actor, role: str, work: Work) -> None:
    """Raises NotFound, SignInRequired or Forbidden for whom the table does not let through.

    Who seeds by an earlier tournament must be able to see that one too.
    """
    standing = await standing_of(actor, role, command, work)
    if not allowed(type(command), standing):
        named = (what for what in ("match", "registration") if hasattr(command, what))
        raise denial(words(type(command)), actor, standing, next(named, "tournament"))
    if isinstance(command, SeedByTournament):
        earlier = BracketCommand(tournament=command.earlier)
        if not in_sight(await standing_of(actor, role, earlier, work.apart())):
            raise NotFound(what="tournament")


async def decide(command: msgspec.Struct, actor: Actor, work: Work) -> dict[str, Any]:
    """Leave the facts of `command`, and of all that follows from it, pending in `work`."""
    corrected = await _bracket_of(command, work) if isinstance(command, CorrectResult) else None
    before = await _seen(corrected, work) if corrected else None
    result = await HANDLERS[type(command)](command, work, actor)
    stated: list[tuple[Aggregate, Any]] = []
    for aggregate, fact in work.stated():
        stated.append((aggregate, fact))
        for policy in POLICIES.get(type(fact), ()):
            for following in policy(fact, aggregate):
                await HANDLERS[type(following)](following, work, actor)
    if isinstance(command, CorrectResult) and corrected and before:
        after = await _seen(corrected, work)
        outdated = [stage for stage, there in after[1].items() if there != before[1].get(stage)]
        return confirmed(command, stated, before[0], after[0], outdated)
    return result or {}


async def _seen(bracket: Bracket, work: Work) -> tuple[Ranks, dict[int, list[UUID]]]:
    """What a correction in that bracket may change beyond its own facts."""
    tournament = await work.load(Tournament, bracket.tournament)
    places = None
    if bracket.played_as.is_table or len(tournament.definition.plan) > 1:
        certain = await final_places(tournament, work)
        places = {place.entrant: (place.low, place.high) for place in certain}
    return await thought(len(bracket.seeds), ranks, bracket, places), await drawn_from(bracket, work)


async def _bracket_of(command: CorrectResult, work: Work) -> Bracket:
    return await work.load(Bracket, (await work.load(Match, command.match)).bracket)
