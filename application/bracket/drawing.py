"""What the draw of a stage is made from: its entrants, the stages before it, and its matches' numbers."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import ParamSpec, TypeVar
from uuid import UUID

from application.bracket.commands import BracketCommand
from application.kernel.work import Work
from domain.bracket.bracket import Bracket
from domain.bracket.ids import bracket_id
from domain.bracket.mates import mates_apart
from domain.bracket.refusals import BracketNotReady, SourcesOpen, TooFewEntrants, Undrawable
from domain.entry.entry_list import EntryList
from domain.entry.ids import entry_list_id
from domain.entry.refusals import TournamentFull
from domain.entry.registration import IN, Registration
from domain.formats.draw import DrawnMatch, renumbered
from domain.formats.elimination.single_elimination import LARGEST
from domain.formats.stages import Stage, drawn_as, taken
from domain.formats.swiss.valve import TEAMS
from domain.kernel.refusals import NotFound
from domain.match.match import Match
from domain.standings.placing import Placing
from domain.tournament.overall import overall
from domain.tournament.refusals import WrongStatus
from domain.tournament.tournament import Tournament

P = ParamSpec("P")
T = TypeVar("T")
SOON = 32
"""Of more entrants an order, a round or a table is found beside the event loop.

The first round of the Dutch system takes 20 ms for 32, 80 ms for 64, 0.3 s for 128, and seconds for hundreds.
"""


async def thought(entrants: int, find: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `find` returns; of many entrants beside everything else.

    Whoever is cancelled waits for it all the same: it may yet state facts, of what the next command takes up.
    """
    if entrants <= SOON:
        return find(*args, **kwargs)
    finding = asyncio.ensure_future(asyncio.to_thread(find, *args, **kwargs))
    try:
        return await asyncio.shield(finding)
    except asyncio.CancelledError:
        while not finding.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([finding])
        raise


def stage_of(tournament: Tournament, number: int) -> Stage:
    """The stage of that number. Raises NotFound."""
    plan = tournament.definition.plan
    if not 1 <= number <= len(plan):
        raise NotFound(what="stage")
    return plan[number - 1]


def comes_first(stage: Stage) -> bool:
    """Whether it takes its entrants from no other."""
    return all(source.stage == 0 for source in stage.sources)


async def brackets_of(tournament: Tournament, work: Work) -> dict[int, Bracket]:
    """The brackets there are, by stage."""
    numbers = range(1, len(tournament.definition.plan) + 1)
    found = await work.find_all(Bracket, [bracket_id(tournament.id, number) for number in numbers])
    return {bracket.stage: bracket for bracket in found}


async def bracket_of(command: BracketCommand, work: Work, step: str) -> Bracket:
    """The bracket of a stage. Raises NotFound, and BracketNotReady where the stage is not drawn."""
    stage_of(await work.load(Tournament, command.tournament), command.stage)
    bracket = await work.find(Bracket, bracket_id(command.tournament, command.stage))
    if bracket is None:
        raise BracketNotReady(status="not drawn yet", step=step, needed="generated first")
    return bracket


async def open_draw(command: BracketCommand, work: Work, step: str) -> Bracket:
    """The bracket; no longer open with a tournament that was called off.

    Raises NotFound, BracketNotReady, WrongStatus.
    """
    bracket = await bracket_of(command, work, step)
    tournament = await work.load(Tournament, command.tournament)
    if bracket.status == "drawn" and tournament.status not in ("seeded", "live"):
        raise WrongStatus(status=tournament.status, step=step, needed="seeded or live")
    return bracket


async def final_places(tournament: Tournament, work: Work) -> list[Placing]:
    """Everyone's place over all stages that is certain, the best first."""
    brackets = await brackets_of(tournament, work)
    placed = {
        number: {one: (place.low, place.high) for one, place in bracket.places.items()}
        for number, bracket in brackets.items()
    }
    members = {number: bracket.seeds for number, bracket in brackets.items()}
    return [Placing(*each) for each in overall(tournament.definition.plan, members, placed)]


async def draw_is_open(tournament: Tournament, work: Work) -> bool:
    """Whether there is a draw that is not final, and none that is."""
    if tournament.status != "seeded":
        return False
    return all(each.status == "drawn" for each in (await brackets_of(tournament, work)).values())


async def entrants(tournament: Tournament, work: Work, number: int) -> list[UUID]:
    """Who is in a stage, in the order they come to it: of entry, or as the stages before have it.

    While check-in is open, who is here. Raises SourcesOpen where a stage before is not complete.
    """
    stage = stage_of(tournament, number)
    return _taken(stage, await _orders(stage, tournament, work))


def _taken(stage: Stage, orders: dict[int, Sequence[Sequence[UUID]]]) -> list[UUID]:
    try:
        return taken(stage, orders)
    except ValueError as refused:
        raise Undrawable(problem=str(refused)) from None


async def entrants_by_seed(tournament: Tournament, work: Work, number: int) -> list[UUID]:
    """The same, those who come to a knock-out from one group seeded apart from each other."""
    stage = stage_of(tournament, number)
    orders = await _orders(stage, tournament, work)
    there = _taken(stage, orders)
    groups = {
        one: f"{source.stage}.{number}"
        for source in reversed(stage.sources)
        if source.stage
        for number, group in enumerate(orders[source.stage])
        for one in group
    }
    return await thought(len(there), mates_apart, stage, there, groups)


async def _orders(stage: Stage, tournament: Tournament, work: Work) -> dict[int, Sequence[Sequence[UUID]]]:
    """By stage, the entrants of each group from the best to the worst; of 0, all there are."""
    orders: dict[int, Sequence[Sequence[UUID]]] = {}
    if any(source.stage == 0 for source in stage.sources) or not stage.sources:
        orders[0] = [await _entered(tournament, work)]
    brackets = await brackets_of(tournament, work)
    for source in stage.sources:
        if source.stage:
            bracket = brackets.get(source.stage)
            if bracket is None or bracket.status != "completed":
                raise SourcesOpen(stage=source.stage)
            orders[source.stage] = await _still_in(bracket.order, work)
    return orders


async def _still_in(groups: Sequence[Sequence[UUID]], work: Work) -> list[list[UUID]]:
    """Without those who left, also after the stage was complete."""
    found = await work.find_all(Registration, [one for group in groups for one in group])
    there = {registration.id for registration in found if registration.status in IN}
    return [[one for one in group if one in there] for group in groups]


async def drawn_from(bracket: Bracket, work: Work) -> dict[int, list[UUID]]:
    """Of each stage that is drawn from that one: whom it would be drawn from now; none before its end."""
    if bracket.status != "completed":
        return {}
    tournament = await work.load(Tournament, bracket.tournament)
    plan = tournament.definition.plan
    found = {}
    for number in await brackets_of(tournament, work):
        if any(source.stage == bracket.stage for source in plan[number - 1].sources):
            with suppress(SourcesOpen, Undrawable):
                found[number] = await entrants(tournament, work, number)
    return found


async def _entered(tournament: Tournament, work: Work) -> list[UUID]:
    entries = await work.load(EntryList, entry_list_id(tournament.id))
    registrations = await work.find_all(Registration, list(entries.entered))
    drawn = ("checked_in",) if tournament.status == "check_in" else IN
    return [registration.id for registration in registrations if registration.status in drawn]


async def matches_of(
    tournament: Tournament, work: Work, number: int, count: int, drawn: Bracket | None = None
) -> list[DrawnMatch]:
    """The draw of a stage for so many; none yet where it is drawn round by round.

    It has the numbers of the one that is `drawn` already, where that has as many matches. Raises
    TooFewEntrants, TournamentFull, Undrawable.
    """
    stage, minimum = stage_of(tournament, number), tournament.definition.minimum_entrants
    needed = minimum if not stage.sources else 2
    if count < needed:
        raise TooFewEntrants(entrants=count, needed=needed)
    if count > LARGEST:
        raise TournamentFull(most=LARGEST)
    if stage.by_rounds:
        if stage.system == "valve" and count != TEAMS:
            raise Undrawable(problem=f"{TEAMS} take part in it")
        return []
    try:
        matches = drawn_as(stage, count)
    except ValueError as refused:
        raise Undrawable(problem=str(refused)) from None
    if drawn is not None and len(drawn.matches) == len(matches):
        return renumbered(matches, min(drawn.matches) - 1)
    return renumbered(matches, await last_number(tournament, work, but=number))


async def last_number(tournament: Tournament, work: Work, *, but: int = 0) -> int:
    """The last match number that was ever taken, those of stage `but` left out."""
    brackets = (await brackets_of(tournament, work)).items()
    return max((each.last for number, each in brackets if number != but), default=0)


def create(bracket: Bracket, matches: Sequence[DrawnMatch], work: Work) -> None:
    """Bring matches of a bracket into being."""
    for match in matches:
        work.add(
            Match(
                id=bracket.match_id(match.number),
                tournament=bracket.tournament,
                bracket=bracket.id,
                number=match.number,
                round=match.round,
                name=match.name,
                best_of=match.best_of or bracket.played_as.best_of,
                level=bracket.played_as.is_table and bracket.played_as.level_games,
                seats=len(match.sides),
            )
        )
