"""The knockout stage of the 2022 World Cup comes out as it did, from the commands an organiser sends."""

import tomllib
from pathlib import Path
from typing import Any

from application.commands.brackets import FinalizeBracket, GenerateBracket
from application.commands.matches import RuleResult, StartMatch
from application.commands.registrations import AddEntrant
from application.commands.tournaments import CloseRegistration, StartTournament
from domain.values import GameScore, Placing
from tests.support.evening import Evening

FILE = Path(__file__).parents[2] / "examples" / "world-cup-2022-knockout.toml"


async def send(evening: Evening, *commands: Any) -> None:
    for command in commands:
        await evening.send(command)


async def play(evening: Evening, names: dict[Any, str], played: dict[str, Any]) -> None:
    for match in evening.matches():
        sides = [names.get(entrant, "") for entrant in match.sides]
        if match.status == "ready" and sorted(sides) == sorted(played["sides"]):
            order = [played["sides"].index(side) for side in sides]
            score = [played["score"][index] for index in order]
            shootout = [played["penalties"][index] for index in order] if "penalties" in played else None
            game = GameScore(score, overtime=played.get("extra_time", False), shootout=shootout)
            await send(evening, StartMatch(match=match.id), RuleResult(match=match.id, games=[game]))
            return
    raise AssertionError(f"{played['sides']} do not meet")


async def test_argentina_france_croatia_morocco() -> None:
    file = tomllib.loads(FILE.read_text("utf-8"))
    evening = await Evening().created(capacity=16, third_place=True)
    names = {}
    for entrant in sorted(file["entrants"], key=lambda entrant: entrant["seed"]):
        stated = await evening.send(AddEntrant(tournament=evening.tournament, name=entrant["name"]))
        names[stated[-1].originator_id] = entrant["name"]
    for step in (CloseRegistration, GenerateBracket, FinalizeBracket, StartTournament):
        await evening.send(step(tournament=evening.tournament))
    for played in file["matches"]:
        await play(evening, names, played)

    assert evening.status == "completed"
    places: list[Placing] = evening.facts.all[-1].places
    assert [names[placing.entrant] for placing in places[:4]] == ["Argentina", "France", "Croatia", "Morocco"]
    assert [(placing.low, placing.high) for placing in places[4:]] == [(5, 8)] * 4 + [(9, 16)] * 8
