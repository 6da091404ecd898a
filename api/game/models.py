"""Games and how they are played."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.kernel.commanding import Accepted
from api.kernel.fields import Body, Flag, Name, Slug


class GameRules(Body):
    """How a game is played and scored."""

    title: Name
    team_size: Annotated[int, Field(strict=True, ge=1, le=100)] = 1
    score_kind: Literal["games", "points", "time"] = "games"
    maps: Annotated[list[Name], Field(max_length=200)] = []
    result_fields: Annotated[list[Name], Field(max_length=50)] = []


class AddGame(Body):
    """A game to offer."""

    slug: Slug
    rules: GameRules


class GameAdded(Accepted):
    """The new game's id."""

    id: UUID


class Game(BaseModel):
    """A title tournaments are played in."""

    id: UUID
    slug: str
    title: str
    rules: GameRules
    active: Flag
    version: int


class Games(BaseModel):
    """Every game."""

    items: list[Game]
