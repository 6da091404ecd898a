"""The seeds of a drawn stage, put in order by something other than hand."""

from secrets import token_hex
from typing import Any
from uuid import UUID

from api.bracket import seeding_models as models
from api.bracket.staged import BRACKET, Stage
from api.kernel.commanding import Accepted, Sending
from api.kernel.routing import does, router
from application.bracket import commands

routes = router("seeding")
SEEDS = BRACKET + "seeds/"


@routes.put(SEEDS + "by-lot/", response_model=models.ByLot, **does(commands.SeedByLot))
async def seed_by_lot(
    tournament_id: UUID, sending: Sending, stage: Stage = 1, body: models.Lot | None = None
) -> dict[str, Any]:
    """Draw the order by a lot that is recorded, so that anyone can draw it again."""
    lot = body.lot if body else None
    command = commands.SeedByLot(tournament=tournament_id, stage=stage, lot=lot, made=token_hex(8))
    return await sending.send(command)


@routes.put(SEEDS + "by-rating/", response_model=Accepted, **does(commands.SeedByRating))
async def seed_by_rating(
    tournament_id: UUID, body: models.Ratings, sending: Sending, stage: Stage = 1
) -> dict[str, Any]:
    """Put the best rating first; who has none comes last, in the order there is."""
    command = commands.SeedByRating(tournament=tournament_id, stage=stage, ratings=body.ratings)
    return await sending.send(command)


@routes.put(SEEDS + "by-tournament/", response_model=models.ByPlaces, **does(commands.SeedByTournament))
async def seed_by_tournament(
    tournament_id: UUID, body: models.Earlier, sending: Sending, stage: Stage = 1
) -> dict[str, Any]:
    """Put first who was best in an earlier tournament: the same account, else the name staff entered."""
    command = commands.SeedByTournament(tournament=tournament_id, stage=stage, earlier=body.tournament_id)
    return await sending.send(command)


@routes.put(SEEDS + "by-file/", response_model=models.Separated, **does(commands.SeedByFile))
async def seed_by_file(
    tournament_id: UUID, body: models.SeedingFile, sending: Sending, stage: Stage = 1
) -> dict[str, Any]:
    """Take the order of a CSV file: by its seeds, then its ratings, then its lines."""
    command = commands.SeedByFile(tournament=tournament_id, stage=stage, **body.model_dump())
    return await sending.send(command)


@routes.put(SEEDS + "separate/", response_model=models.Separated, **does(commands.SeparateSeeds))
async def separate_seeds(
    tournament_id: UUID, body: models.Separation, sending: Sending, stage: Stage = 1
) -> dict[str, Any]:
    """Keep who shares a label apart as long as seeds allow; what still meets early is answered."""
    command = commands.SeparateSeeds(tournament=tournament_id, stage=stage, **body.model_dump())
    return await sending.send(command)
