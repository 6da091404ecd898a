"""Commands on the bracket, decided: the draw is thought in `domain.formats` and stored in the fact."""

from typing import Any
from uuid import UUID

from application.actor import Actor
from application.commands import brackets as commands
from application.work import Work
from domain.bracket import Bracket
from domain.entry_list import EntryList
from domain.errors import BracketNotReady, InvalidSeeds, TooFewEntrants, TournamentFull, WrongStatus
from domain.formats.catalogue import Choices, draw
from domain.formats.double_elimination import GrandFinal
from domain.formats.draw import DrawnMatch
from domain.formats.single_elimination import LARGEST
from domain.ids import bracket_id, entry_list_id
from domain.match import Match
from domain.registration import IN, Registration
from domain.seeding import swapped
from domain.tournament import Tournament
from domain.values import Definition


async def draw_is_open(tournament: Tournament, work: Work) -> bool:
    """Whether there is a draw that is not final."""
    if tournament.status != "seeded":
        return False
    return (await work.load(Bracket, bracket_id(tournament.id))).status == "drawn"


async def _entrants(tournament: Tournament, work: Work) -> list[UUID]:
    """Who is in, in order of entry; while check-in is open, who is here."""
    entries = await work.load(EntryList, entry_list_id(tournament.id))
    registrations = await work.find_all(Registration, list(entries.entered))
    drawn = ("checked_in",) if tournament.status == "check_in" else IN
    return [registration.id for registration in registrations if registration.status in drawn]


def _drawn(entrants: int, definition: Definition) -> list[DrawnMatch]:
    if entrants < definition.minimum_entrants:
        raise TooFewEntrants(entrants=entrants, needed=definition.minimum_entrants)
    if entrants > LARGEST:
        raise TournamentFull(most=LARGEST)
    return draw(definition.format, entrants, _choices(definition)).matches


def _choices(definition: Definition) -> Choices:
    return Choices(third_place=definition.third_place, grand_final=GrandFinal(definition.grand_final))


async def _drop_absent(tournament: Tournament, work: Work) -> None:
    if tournament.status == "check_in":
        entries = await work.load(EntryList, entry_list_id(tournament.id))
        for registration in await work.find_all(Registration, list(entries.entered)):
            registration.drop()


def _in_order(entrants: list[UUID], seeds: list[UUID] | None) -> list[UUID]:
    if seeds is None:
        return entrants
    if sorted(seeds) != sorted(entrants):
        raise InvalidSeeds(problem="they are not the entrants there are")
    return seeds


async def generate(command: commands.GenerateBracket, work: Work, actor: Actor) -> dict[str, UUID]:
    """The first draw; who did not check in is left out."""
    tournament = await work.load(Tournament, command.tournament)
    if bracket := await work.find(Bracket, bracket_id(tournament.id)):
        raise BracketNotReady(status=bracket.status, step="generate", needed="not drawn yet")
    entrants = await _entrants(tournament, work)
    await _drop_absent(tournament, work)
    tournament.seed()
    matches = _drawn(len(entrants), tournament.definition)
    bracket = work.add(
        Bracket(
            tournament=tournament.id,
            best_of=tournament.definition.best_of,
            seeds=_in_order(entrants, command.seeds),
            matches=matches,
        )
    )
    return {"bracket": bracket.id}


async def _open(command: commands.BracketCommand, work: Work, step: str) -> Bracket:
    """The bracket; no longer open with a tournament that was called off."""
    bracket = await work.load(Bracket, bracket_id(command.tournament))
    tournament = await work.load(Tournament, command.tournament)
    if bracket.status == "drawn" and tournament.status != "seeded":
        raise WrongStatus(status=tournament.status, step=step, needed="seeded")
    return bracket


async def regenerate(command: commands.RegenerateBracket, work: Work, actor: Actor) -> None:
    """Who is in now, drawn anew by today's definition; in the order there was, newcomers last."""
    bracket = await _open(command, work, "regenerate the bracket")
    tournament = await work.load(Tournament, command.tournament)
    entrants = dict.fromkeys(await _entrants(tournament, work))
    order = dict.fromkeys([*(seed for seed in bracket.seeds if seed in entrants), *entrants])
    matches = _drawn(len(order), tournament.definition)
    seeds = _in_order(list(order), command.seeds)
    bracket.regenerate(tournament.definition.best_of, seeds, matches, command.reason)


async def change_seeds(command: commands.ChangeSeeds, work: Work, actor: Actor) -> None:
    """Another order."""
    (await _open(command, work, "change seeds")).change_seeds(command.seeds)


async def swap_seeds(command: commands.SwapSeeds, work: Work, actor: Actor) -> None:
    """Two change places; the fact is that of any other order."""
    bracket = await _open(command, work, "change seeds")
    bracket.change_seeds(swapped(bracket.seeds, command.entrant, command.seed))


async def finalize(command: commands.FinalizeBracket, work: Work, actor: Actor) -> None:
    """Every match of the draw gets its stream; seeding their sides follows by policy."""
    bracket = await _open(command, work, "finalize the bracket")
    was_open = bracket.status == "drawn"
    tournament = await work.load(Tournament, command.tournament)
    definition = tournament.definition
    again = draw(definition.format, len(bracket.seeds), _choices(definition))
    bracket.finalize(await _entrants(tournament, work), definition.best_of, again.matches)
    if was_open:
        for match in bracket.matches.values():
            work.add(
                Match(
                    id=bracket.match_id(match.number),
                    tournament=bracket.tournament,
                    bracket=bracket.id,
                    number=match.number,
                    round=match.round,
                    name=match.name,
                    best_of=bracket.best_of,
                )
            )


async def unfinalize(command: commands.UnfinalizeBracket, work: Work, actor: Actor) -> None:
    """Before the tournament is live; the matches of this draw end, and finalizing makes new ones."""
    tournament = await work.load(Tournament, command.tournament)
    if tournament.status != "seeded":
        raise BracketNotReady(status=tournament.status, step="unfinalize", needed="not live yet")
    bracket = await work.load(Bracket, bracket_id(command.tournament))
    if bracket.status == "finalized":
        for match in await work.find_all(Match, [bracket.match_id(number) for number in bracket.matches]):
            match.void()
    bracket.unfinalize(command.reason)


async def advance(command: commands.AdvanceBracket, work: Work, actor: Actor) -> None:
    """The bracket moves with the match that was decided."""
    bracket = await work.load(Bracket, bracket_id(command.tournament))
    bracket.advance(command.match, command.winner, command.loser, command.out)


HANDLERS: dict[type, Any] = {
    commands.GenerateBracket: generate,
    commands.RegenerateBracket: regenerate,
    commands.ChangeSeeds: change_seeds,
    commands.SwapSeeds: swap_seeds,
    commands.FinalizeBracket: finalize,
    commands.UnfinalizeBracket: unfinalize,
    commands.AdvanceBracket: advance,
}
