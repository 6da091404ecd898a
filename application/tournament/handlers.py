"""Commands on a tournament's life, decided."""

from uuid import UUID

from application.bracket.drawing import brackets_of, comes_first, draw_is_open
from application.kernel.actor import Actor
from application.kernel.work import Work
from application.tournament import commands
from domain.account.account import Account
from domain.bracket.refusals import BracketNotReady
from domain.entry.entry_list import EntryList
from domain.entry.ids import entry_list_id
from domain.game.game import Game
from domain.game.refusals import GameRetired
from domain.tournament.definition import STAGES, Definition
from domain.tournament.tournament import OF_THE_DRAW, Tournament


async def _check_game(definition: Definition, work: Work) -> None:
    if definition.game is not None:
        game = await work.load(Game, definition.game)
        if not game.active:
            raise GameRetired(title=game.rules.title)


async def create(command: commands.CreateTournament, work: Work, actor: Actor) -> dict[str, UUID]:
    """A tournament and its entry list come into being together; the same id again states nothing."""
    if await work.find(Tournament, command.tournament) is None:
        definition = command.definition.check()
        await _check_game(definition, work)
        work.add(Tournament(id=command.tournament, definition=definition, owner=command.owner))
        work.add(EntryList(tournament=command.tournament, capacity=definition.capacity))
    return {"tournament": command.tournament}


async def change(command: commands.ChangeDefinition, work: Work, actor: Actor) -> None:
    """A new version; more capacity moves the waitlist at once, another mode asks for another draw."""
    tournament = await work.load(Tournament, command.tournament)
    if command.definition.game != tournament.definition.game:
        await _check_game(command.definition, work)
    tournament.change(command.definition, command.reason, await _may_change(command, tournament, work))
    entries = await work.load(EntryList, entry_list_id(tournament.id))
    entries.change_capacity(command.definition.capacity)


async def _may_change(
    command: commands.ChangeDefinition, tournament: Tournament, work: Work
) -> frozenset[str]:
    """What a draw is made of, until one is final; in play, how stages are played that are not final yet."""
    if await draw_is_open(tournament, work):
        return OF_THE_DRAW
    before, after = tournament.definition, command.definition
    if tournament.status != "live" or not before.format == after.format == STAGES:
        return frozenset()
    brackets = await brackets_of(tournament, work)
    final = [number for number, bracket in brackets.items() if bracket.status != "drawn"]
    same = [before.plan[number - 1] in after.plan[number - 1 : number] for number in final]
    return frozenset({"stages"}) if all(same) and len(after.plan) >= max(brackets) else frozenset()


async def appoint(command: commands.AppointStaff, work: Work, actor: Actor) -> None:
    """Only accounts that exist become staff."""
    tournament = await work.load(Tournament, command.tournament)
    await work.load(Account, command.account)
    tournament.appoint(command.account, command.role)


async def start(command: commands.StartTournament, work: Work, actor: Actor) -> None:
    """Live once every stage that comes first is drawn, and final."""
    tournament = await work.load(Tournament, command.tournament)
    brackets, plan = await brackets_of(tournament, work), tournament.definition.plan
    if tournament.status == "seeded":
        for number, stage in enumerate(plan, 1):
            status = brackets[number].status if number in brackets else "not drawn"
            if comes_first(stage) and status in ("drawn", "not drawn"):
                where = f" in stage {number} ({stage.title})" if len(plan) > 1 else ""
                raise BracketNotReady(status=status, step="start", needed=f"finalized{where}")
    tournament.start()
