"""Commands on games, decided."""

from uuid import UUID

from application.game.commands import AddGame
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
