"""Commands on games."""

from typing import ClassVar
from uuid import UUID

import msgspec

from application.kernel.concerns import Stream
from domain.game.game import Game, GameRules
from domain.game.ids import game_id


class AddGame(msgspec.Struct, frozen=True, kw_only=True):
    """Offer a game."""

    concerns: ClassVar = Stream(Game, "slug", made_of=lambda command: game_id(command.slug), new=True)

    slug: str
    rules: GameRules


class GameCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A step of one game."""

    concerns: ClassVar = Stream(Game, "game", within="game")
    game: UUID


class ChangeGame(GameCommand, frozen=True, kw_only=True):
    """Put other rules of a game in force."""

    rules: GameRules


class RetireGame(GameCommand, frozen=True, kw_only=True):
    """Take no new tournaments of a game."""


class RestoreGame(GameCommand, frozen=True, kw_only=True):
    """Take new tournaments of a game again."""
