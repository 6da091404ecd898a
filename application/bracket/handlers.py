"""Commands on the brackets of stages, decided: the draw is thought in `domain` and stored in the fact."""

from typing import Any
from uuid import UUID

from application.bracket import commands
from application.bracket.commands import Challenge
from application.bracket.drawing import (
    bracket_of,
    brackets_of,
    comes_first,
    create,
    entrants,
    entrants_by_seed,
    final_places,
    last_number,
    matches_of,
    open_draw,
    stage_of,
    thought,
)
from application.kernel.actor import Actor
from application.kernel.work import Work
from domain.bracket.bracket import Bracket
from domain.bracket.ids import bracket_id
from domain.bracket.refusals import (
    BracketNotReady,
    BracketOutdated,
    RestInvalid,
    SourcesOpen,
    TooFewEntrants,
    Undrawable,
)
from domain.entry.entry_list import EntryList
from domain.entry.ids import entry_list_id, registration_of_account
from domain.entry.registration import Registration
from domain.kernel.refusals import NotFound
from domain.match.ended import Ended
from domain.match.match import Match
from domain.match.refusals import OwnMatch
from domain.seeding.refusals import InvalidSeeds
from domain.seeding.swap import swapped
from domain.tournament.refusals import WrongStatus
from domain.tournament.tournament import Tournament


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


async def generate(command: commands.GenerateBracket, work: Work, actor: Actor) -> dict[str, Any]:
    """The first draw; who did not check in is left out.

    It warns where nothing but the order of entry says who is the strongest.
    """
    tournament = await work.load(Tournament, command.tournament)
    if bracket := await work.find(Bracket, bracket_id(tournament.id, command.stage)):
        raise BracketNotReady(status=bracket.status, step="generate", needed="not drawn yet")
    stage = stage_of(tournament, command.stage)
    there = await entrants_by_seed(tournament, work, command.stage)
    await _drop_absent(tournament, work)
    if tournament.status not in ("seeded", "live") or command.stage == 1:
        tournament.seed()
    bracket = work.add(
        Bracket(
            id=bracket_id(tournament.id, command.stage),
            tournament=tournament.id,
            best_of=stage.best_of,
            seeds=_in_order(there, command.seeds),
            matches=await matches_of(tournament, work, command.stage, len(there)),
            stage=command.stage,
            played_as=stage,
        )
    )
    unseeded = command.seeds is None and comes_first(stage)
    return {"bracket": bracket.id, "warnings": ["unseeded"] if unseeded else []}


async def regenerate(command: commands.RegenerateBracket, work: Work, actor: Actor) -> None:
    """Who is in now, drawn anew by today's definition; in the order there was, newcomers last.

    A stage that takes from others has the order they have by now.
    """
    bracket = await open_draw(command, work, "regenerate the bracket")
    tournament = await work.load(Tournament, command.tournament)
    stage = stage_of(tournament, command.stage)
    there = await entrants_by_seed(tournament, work, command.stage)
    if comes_first(stage):
        there = list(dict.fromkeys([*(seed for seed in bracket.seeds if seed in {*there}), *there]))
    seeds = _in_order(there, command.seeds)
    matches = await matches_of(tournament, work, command.stage, len(seeds), bracket)
    bracket.regenerate(stage, seeds, matches, command.reason)


async def change_seeds(command: commands.ChangeSeeds, work: Work, actor: Actor) -> None:
    """Another order."""
    (await open_draw(command, work, "change seeds")).change_seeds(command.seeds)


async def swap_seeds(command: commands.SwapSeeds, work: Work, actor: Actor) -> None:
    """Two change places; the fact is that of any other order."""
    bracket = await open_draw(command, work, "change seeds")
    bracket.change_seeds(swapped(bracket.seeds, command.entrant, command.seed))


async def finalize(command: commands.FinalizeBracket, work: Work, actor: Actor) -> None:
    """Every match of the draw, or of the first round, gets its stream; seating sides follows by policy."""
    bracket = await open_draw(command, work, "finalize the bracket")
    was_open = bracket.status == "drawn"
    tournament = await work.load(Tournament, command.tournament)
    there = await entrants(tournament, work, command.stage)
    again = await matches_of(tournament, work, command.stage, len(bracket.seeds), bracket)
    stage = stage_of(tournament, command.stage)
    if not (was_open or comes_first(stage)) and {*bracket.seeds} - {*there} - bracket.left.keys():
        raise BracketOutdated()
    by_lot = stage.is_table and "lots" in stage.order_of_merit
    bracket.finalize(there, stage, again, command.made if by_lot else None)
    if was_open:
        create(bracket, list(bracket.matches.values()), work)
        if bracket.played_as.format == "swiss":
            await _draw_round(bracket, {}, tournament, work)


async def unfinalize(command: commands.UnfinalizeBracket, work: Work, actor: Actor) -> None:
    """Before it is played; the matches of this draw end, and finalizing makes new ones.

    The first stages also stay final once the tournament is live.
    """
    bracket = await bracket_of(command, work, "unfinalize")
    tournament = await work.load(Tournament, command.tournament)
    later = not comes_first(stage_of(tournament, command.stage))
    if tournament.status != "seeded" and not (later and tournament.status == "live"):
        needed = "not live yet: results can be corrected, and entrants replaced"
        raise BracketNotReady(status=tournament.status, step="unfinalize", needed=needed)
    if bracket.status == "finalized":
        matches = await work.find_all(Match, [bracket.match_id(number) for number in bracket.matches])
        challenged = bracket.played_as.format == "ladder" and bool(matches)
        if challenged or any(match.status in ("live", "reported") for match in matches):
            raise BracketNotReady(status="being played", step="unfinalize", needed="not played yet")
        for match in matches:
            match.void()
    bracket.unfinalize(command.reason)


async def draw_round(command: commands.DrawRound, work: Work, actor: Actor) -> dict[str, int]:
    """The next round, of a tournament in play."""
    bracket, tournament = await _in_play(command, work, "draw a round")
    resting = dict.fromkeys(command.absent, "absent") | dict.fromkeys(command.half_byes, "half bye")
    if unknown := set(resting) - (set(bracket.seeds) - bracket.left.keys()):
        raise RestInvalid(problem=f"{len(unknown)} of them are not in this stage, or left")
    if set(command.absent) & set(command.half_byes):
        raise RestInvalid(problem="one is absent for nothing, or for half a win, but not both")
    return {"round": await _draw_round(bracket, resting, tournament, work)}


async def _draw_round(bracket: Bracket, resting: dict[UUID, str], tournament: Tournament, work: Work) -> int:
    first = await last_number(tournament, work) + 1
    drawn = await thought(len(bracket.seeds), bracket.draw_round, first, resting)
    create(bracket, drawn, work)
    return drawn[0].round


async def challenge(command: Challenge, work: Work, actor: Actor) -> dict[str, UUID]:
    """A match on the ladder, at once."""
    tournament = (await work.load(Registration, command.registration)).tournament
    on = commands.BracketCommand(tournament=tournament, stage=command.stage)
    bracket, played = await _in_play(on, work, "challenge")
    first = await last_number(played, work) + 1
    create(bracket, bracket.challenge(command.registration, command.challenged, first), work)
    return {"match": bracket.match_id(first)}


async def take_back_round(command: commands.TakeBackRound, work: Work, actor: Actor) -> None:
    """Its matches end; the next one drawn has new ones."""
    bracket, _ = await _in_play(command, work, "take back a round")
    numbers = bracket.take_back_round(command.reason)
    for match in await work.find_all(Match, [bracket.match_id(number) for number in numbers]):
        match.void()


async def conclude(command: commands.ConcludeStage, work: Work, actor: Actor) -> None:
    """Before all rounds there could be."""
    bracket, _ = await _in_play(command, work, "end a stage")
    await thought(len(bracket.seeds), bracket.conclude)


async def record_conduct(command: commands.RecordConduct, work: Work, actor: Actor) -> None:
    """Of an entrant of a table; also after its end, which then counts again, and with it the tournament's.

    Not by somebody who plays in it: what one has less, the others have more.
    """
    tournament = await work.load(Tournament, command.tournament)
    bracket = await bracket_of(command, work, "record fair play")
    if bracket.status == "drawn":
        raise BracketNotReady(status=bracket.status, step="record fair play", needed="finalized")
    if command.entrant not in bracket.seeds:
        raise NotFound(what="entrant of this stage")
    if actor.account and registration_of_account(tournament.id, actor.account) in bracket.seeds:
        raise OwnMatch()
    if tournament.status != "live" and bracket.conduct.get(command.entrant, 0) != command.points:
        tournament.reopen()
    counted = (command.entrant, command.points, command.reason)
    await thought(len(bracket.seeds), bracket.record_conduct, *counted)


async def _in_play(command: commands.BracketCommand, work: Work, step: str) -> tuple[Bracket, Tournament]:
    tournament = await work.load(Tournament, command.tournament)
    bracket = await bracket_of(command, work, step)
    if tournament.status != "live":
        raise WrongStatus(status=tournament.status, step=step, needed="live")
    return bracket, tournament


async def advance(command: commands.AdvanceBracket, work: Work, actor: Actor) -> None:
    """The bracket moves with the match that was decided; with the last, everyone's place is found."""
    ended = Ended(command.sides, command.games, command.winner, command.ending)
    bracket = await work.load(Bracket, command.bracket)
    last = len(bracket.decided) == len(bracket.matches) - 1
    await thought(len(bracket.seeds) if last else 0, bracket.advance, command.match, ended)


async def go_on(command: commands.GoOn, work: Work, actor: Actor) -> None:
    """Stages whose sources are complete are drawn; with the last of all the tournament ends.

    One that so few cannot play, since others left, waits: no result is refused for it.
    """
    tournament = await work.load(Tournament, command.tournament)
    plan = tournament.definition.plan
    for number in range(1, len(plan) + 1):
        if number not in await brackets_of(tournament, work) and not comes_first(plan[number - 1]):
            try:
                again = commands.GenerateBracket(tournament=tournament.id, stage=number)
                await generate(again, work, actor)
            except (SourcesOpen, TooFewEntrants, Undrawable):
                continue
    brackets = await brackets_of(tournament, work)
    if len(brackets) == len(plan) and all(each.status == "completed" for each in brackets.values()):
        tournament.complete(await final_places(tournament, work))
