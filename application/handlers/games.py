"""Commands on games, decided."""

from typing import Any
from uuid import UUID

from application.actor import Actor
from application.commands.games import AddGame, ChangeGame, RestoreGame, RetireGame
from application.work import Work
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


HANDLERS: dict[type, Any] = {
    AddGame: add_game,
    ChangeGame: change_game,
    RetireGame: retire_game,
    RestoreGame: restore_game,
}
