"""Commands on games."""

from uuid import UUID

import msgspec

from domain.game.game import GameRules


class AddGame(msgspec.Struct, frozen=True, kw_only=True):
    """Offer a game."""

    slug: str
    rules: GameRules


class ChangeGame(msgspec.Struct, frozen=True, kw_only=True):
    """Put other rules of a game in force."""

    game: UUID
    rules: GameRules


class RetireGame(msgspec.Struct, frozen=True, kw_only=True):
    """Take no new tournaments of a game."""

    game: UUID


class RestoreGame(msgspec.Struct, frozen=True, kw_only=True):
    """Take new tournaments of a game again."""

    game: UUID
