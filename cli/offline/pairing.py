"""`palio pair`: the next round of a tournament report file, without a server or a database."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bootstrap.errors import Refused
from cli.common.output import Json, document, say, table
from cli.offline.reports import ReportFile, report

if TYPE_CHECKING:
    from domain.formats.swiss.general import Paired
    from domain.formats.trf.report import Report


class System(StrEnum):
    """Which rules pair."""

    DUTCH = "dutch"
    GENERAL = "general"
    VALVE = "valve"


def pair(
    file: ReportFile,
    system: Annotated[
        System, typer.Option(help="dutch (FIDE), general (any field, quick) or valve (sixteen teams).")
    ] = System.DUTCH,
    json: Json = False,
) -> None:
    """Pair the next round of a tournament report file.

    White, the first side, stands first. With --json it says pairs of starting numbers, and null beside
    whoever has the bye. Accelerations (XXA) and the colour of the first seed (XXC) count for dutch alone.
    """
    from domain.formats.swiss.field import NoPairing
    from domain.standings.results import RoundIncomplete

    found = report(file)
    try:
        paired = _next(found, system)
    except (NoPairing, RoundIncomplete) as refusal:
        raise Refused(f"{file}: {refusal}") from None
    sides: list[tuple[int, int | None]] = [*paired.pairs]
    sides += [] if paired.bye is None else [(paired.bye, None)]
    if json:
        document({"pairs": [{"white": white, "black": black} for white, black in sides]})
    else:
        _tell(found, sides)


def _next(report: "Report", system: System) -> "Paired":
    if not report.players:
        raise Refused("there are no players: a player is a line 001")
    if report.rounds is not None and report.played >= report.rounds:
        raise Refused(f"all {report.rounds} rounds are paired")
    return PAIR[system](report)


def _dutch(report: "Report") -> "Paired":
    from domain.formats.swiss.dutch import pair

    return pair(report)


def _general(report: "Report") -> "Paired":
    from domain.formats.swiss.general import pair
    from domain.formats.trf.results import results
    from domain.standings.results import Outcome

    worth = {Outcome.WIN: "WW", Outcome.DRAW: "WD", Outcome.LOSS: "WL"}
    return pair(
        _seeds(report),
        results(report),
        report.played + 1,
        forbidden=report.forbidden,
        resting={*report.absent, *report.resting},
        points={outcome: report.worth[code] for outcome, code in worth.items()},
    )


def _valve(report: "Report") -> "Paired":
    from domain.formats.swiss.general import Paired
    from domain.formats.swiss.valve import pair
    from domain.formats.trf.results import results

    gone = {*report.absent, *report.resting}
    try:
        matches, bye = pair(_seeds(report), results(report), report.played + 1, withdrawn=gone)
    except ValueError as refusal:
        raise Refused(str(refusal)) from None
    return Paired([match.sides for match in matches], bye)


def _seeds(report: "Report") -> list[int]:
    numbers = [player.number for player in report.players]
    return numbers if report.by_rank else sorted(numbers)


PAIR: dict[System, Callable[["Report"], "Paired"]] = {
    System.DUTCH: _dutch,
    System.GENERAL: _general,
    System.VALVE: _valve,
}


def _tell(report: "Report", sides: list[tuple[int, int | None]]) -> None:
    names = {player.number: f"{player.number} {player.name}".strip() for player in report.players}
    say(f"Round {report.played + 1}")
    rows = [
        (board, names[white], "bye" if black is None else names[black])
        for board, (white, black) in enumerate(sides, 1)
    ]
    table(("board", "white", "black"), rows, empty="Nobody is left to pair.")
