"""Commands on the order of seeds, decided: each comes to one order, and the bracket states how."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from application.bracket import commands
from application.bracket.commands import BracketCommand
from application.bracket.drawing import final_places, open_draw, thought
from application.kernel.actor import Actor
from application.kernel.work import Work
from domain.bracket.bracket import Bracket
from domain.bracket.mates import keeps_apart
from domain.bracket.refusals import BracketNotReady
from domain.entry.registration import Registration
from domain.seeding.filed import filed
from domain.seeding.lots import drawn_by_lot
from domain.seeding.names import known_again
from domain.seeding.ranked import by_places, by_rating
from domain.seeding.refusals import InvalidSeeds, NotKeptApart
from domain.seeding.separation.separation import Separation, separated
from domain.standings.placing import Placing
from domain.tournament.refusals import WrongStatus
from domain.tournament.tournament import Tournament

STEP = "change seeds"


async def _drawn(command: BracketCommand, work: Work) -> Bracket:
    """The bracket, first of all: nothing else is looked at once the draw is final."""
    bracket = await open_draw(command, work, STEP)
    if bracket.status != "drawn":
        raise BracketNotReady(status=bracket.status, step=STEP, needed="drawn")
    return bracket


def _of_these(named: Collection[UUID], bracket: Bracket) -> None:
    if unknown := set(named) - set(bracket.seeds):
        raise InvalidSeeds(problem=f"{len(unknown)} unknown")


async def by_lot(command: commands.SeedByLot, work: Work, actor: Actor) -> dict[str, Any]:
    """The lot alone decides; the order there was plays no part."""
    bracket = await _drawn(command, work)
    lot = command.made if command.lot is None else command.lot
    bracket.change_seeds(drawn_by_lot(bracket.seeds, lot), "by_lot", lot)
    return {"lot": lot}


async def by_ratings(command: commands.SeedByRating, work: Work, actor: Actor) -> None:
    """Equals stay in the order there is."""
    bracket = await _drawn(command, work)
    _of_these(command.ratings, bracket)
    bracket.change_seeds(by_rating(bracket.seeds, command.ratings), "by_rating")


async def by_tournament(command: commands.SeedByTournament, work: Work, actor: Actor) -> dict[str, int]:
    """Says how many of the entrants were found there.

    The other tournament is read on its own: it is no part of what is decided, and may go on meanwhile.
    """
    bracket = await _drawn(command, work)
    here = await work.find_all(Registration, bracket.seeds)
    places = await _places_there(command.earlier, here, work.apart())
    bracket.change_seeds(by_places(bracket.seeds, places), "by_places")
    return {"found": len({place.entrant for place in places})}


async def _places_there(earlier: UUID, here: Sequence[Registration], work: Work) -> list[Placing]:
    tournament = await work.load(Tournament, earlier)
    over = tournament.before_archive if tournament.status == "archived" else tournament.status
    if over != "completed":
        raise WrongStatus(status=tournament.status, step="seed by its places", needed="completed")
    places = await final_places(tournament, work)
    there = await work.find_all(Registration, [place.entrant for place in places])
    now = known_again(there, here)
    return [
        Placing(entrant=now[place.entrant], low=place.low, high=place.high)
        for place in places
        if place.entrant in now
    ]


async def by_file(command: commands.SeedByFile, work: Work, actor: Actor) -> dict[str, Any]:
    """The file names everyone; where asked for, its clubs and regions are kept apart at once."""
    bracket = await _drawn(command, work)
    entrants = await work.find_all(Registration, bracket.seeds)
    file = await thought(len(entrants), filed, command.csv, entrants)
    if not command.separate:
        bracket.change_seeds(file.seeds, "by_file")
        return {"conflicts": []}
    apart = await _apart(bracket, file.seeds, file.labels, command.rounds)
    bracket.change_seeds(apart.seeds, "by_file")
    return {"conflicts": apart.conflicts}


async def separate(command: commands.SeparateSeeds, work: Work, actor: Actor) -> dict[str, Any]:
    """What could not be kept apart is told."""
    bracket = await _drawn(command, work)
    _of_these(command.labels, bracket)
    apart = await _apart(bracket, bracket.seeds, command.labels, command.rounds)
    bracket.change_seeds(apart.seeds, "separated")
    return {"conflicts": apart.conflicts}


async def _apart(
    bracket: Bracket, seeds: list[UUID], labels: Mapping[UUID, Sequence[str]], rounds: int | None
) -> Separation[UUID]:
    if not keeps_apart(bracket.played_as):
        raise NotKeptApart()
    return await thought(len(seeds), separated, seeds, labels, rounds)
