"""Tournaments in stages as tests tell them: groups that lead to playoffs, and a Swiss."""

from typing import Any

from application.match.commands import RuleResult, StartMatch
from domain.bracket import rounds
from domain.formats.stages import Intake, Stage
from tests.support.evening import run
from tests.support.given import Act, Told, did, given, live

EIGHT = ("A", "B", "C", "D", "E", "F", "G", "H")
GROUPS = Stage(name="Groups", format="round-robin", groups=2)
PLAYOFFS = Stage(name="Playoffs", sources=[Intake(stage=1, ranks=[1, 2], order="crossed")])
SWISS = Stage(format="swiss", rounds=3)


def staged(*stages: Stage) -> dict[str, Any]:
    """The definition of a tournament of these stages."""
    return {"format": "stages", "stages": list(stages), "capacity": 16}


def won(number: int, result: str = "1-0") -> list[Act]:
    """A match that was played."""
    return [*did(StartMatch, match=number), *did(RuleResult, match=number, games=result)]


def better_seeds_win(told: Told, stage: int = 1) -> Told:
    """Everything that is open in a stage is won by the better seed."""
    bracket = told.evening.stage(stage)
    for number, match in bracket.matches.items():
        if number not in bracket.decided:
            first, second = (source.number for source in match.sides)
            run(told.evening.play(number, int(first > second)))
    return told


def groups_played() -> Told:
    """Eight in two groups, the best of whom are drawn for the playoffs."""
    return better_seeds_win(given(live(*EIGHT, **staged(GROUPS, PLAYOFFS))))


def in_names(told: Told, ids: list[Any]) -> list[str]:
    """What those are called."""
    return [told.evening.now(id_).name for id_ in ids]


def paired(told: Told) -> list[str]:
    """Who has a match in the latest round."""
    bracket: Any = told.evening.bracket
    latest = [match for match in bracket.matches.values() if match.round == rounds.latest(bracket.course)]
    return in_names(told, [bracket.seeds[source.number - 1] for match in latest for source in match.sides])
