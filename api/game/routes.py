"""Games: offer, change, retire, restore."""

from typing import Any
from uuid import UUID

import msgspec
from fastapi import Response

from api.game import models
from api.kernel.commanding import Accepted, Making, Sending
from api.kernel.reading import Asking, Moment
from api.kernel.routing import asks, does, router
from application.game import commands
from domain.game.game import GameRules
from domain.kernel.refusals import NotFound
from eventstore.records import Scope

routes = router("games")


def _game(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "id": row["game_id"]}


def _rules(body: models.GameRules) -> GameRules:
    return msgspec.convert(body.model_dump(), GameRules)


@routes.get("/api/games/", response_model=models.Games, **asks("see games"))
async def see_games(asking: Asking) -> dict[str, Any]:
    """Every game, retired ones too."""
    async with asking.anything() as rows:
        return {"items": [_game(row) for row in await rows.select("games", "game", {}, order=("slug",))]}


@routes.get(
    "/api/games/{game_id:uuid}/", operation_id="see_game", response_model=models.Game, **asks("see games")
)
async def see_game(game_id: UUID, asking: Asking, response: Response, as_of: Moment = None) -> dict[str, Any]:
    """One game, now or as of a moment of its own."""
    async with asking.scope(Scope("game", game_id), as_of) as rows:
        found = await rows.select("games", "game", {"game_id": game_id})
    if not found:
        raise NotFound(what="game")
    response.headers["ETag"] = f'"{found[0]["version"]}"'
    return _game(found[0])


@routes.post(
    "/api/games/",
    status_code=201,
    **does(commands.AddGame, see_game={"game_id": "$response.body#/id"}),
)
async def add_game(body: models.AddGame, sending: Making) -> models.GameAdded:
    """Offer a game."""
    accepted = await sending.send(commands.AddGame(slug=body.slug, rules=_rules(body.rules)))
    return models.GameAdded(id=accepted.pop("game"), **accepted)


@routes.put("/api/games/{game_id:uuid}/", response_model=Accepted, **does(commands.ChangeGame))
async def change_game(game_id: UUID, body: models.GameRules, sending: Sending) -> dict[str, Any]:
    """Put other rules in force."""
    return await sending.send(commands.ChangeGame(game=game_id, rules=_rules(body)))


@routes.post("/api/games/{game_id:uuid}/retire/", response_model=Accepted, **does(commands.RetireGame))
async def retire_game(game_id: UUID, sending: Sending) -> dict[str, Any]:
    """Take no new tournaments of it."""
    return await sending.send(commands.RetireGame(game=game_id))


@routes.post("/api/games/{game_id:uuid}/restore/", response_model=Accepted, **does(commands.RestoreGame))
async def restore_game(game_id: UUID, sending: Sending) -> dict[str, Any]:
    """Take new tournaments of it again."""
    return await sending.send(commands.RestoreGame(game=game_id))
