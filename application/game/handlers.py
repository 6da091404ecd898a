"""Commands on games, decided."""

from uuid import UUID

from application.game.commands import AddGame, ChangeGame, RestoreGame, RetireGame
from application.kernel.actor import Actor
from application.kernel.work import Work
from domain.game.game import Game
from domain.game.ids import game_id
from domain.game.refusals import DuplicateGame


async def add_game(command: AddGame, work: Work, actor: Actor) -> dict[str, UUID]:
    """The slug is the natural key."""
    if await work.find(Game, game_id(command.slug)):
        raise DuplicateGame(slug=command.slug)
    return {"game": work.add(Game(slug=command.slug, rules=command.rules)).id}


async def change_game(command: ChangeGame, work: Work, actor: Actor) -> None:
    """Other rules."""
    (await work.load(Game, command.game)).change(command.rules)


async def retire_game(command: RetireGame, work: Work, actor: Actor) -> None:
    """No new tournaments."""
    (await work.load(Game, command.game)).retire()


async def restore_game(command: RestoreGame, work: Work, actor: Actor) -> None:
    """New tournaments again."""
    (await work.load(Game, command.game)).restore()
