"""`palio standings`: the table of a tournament file, each value with what it is made of."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bootstrap.errors import Refused
from cli.common.output import Json, document, say, table
from cli.offline.reports import ReportFile, report

if TYPE_CHECKING:
    from domain.standings.results import Result
    from domain.standings.table import Standing
    from domain.standings.value import Value

SWISS = "points,buchholz_cut_1,buchholz,sonneborn_berger"


def standings(
    file: ReportFile,
    tiebreaks: Annotated[str, typer.Option(help="Names of tie-breaks in order, with commas.")] = SWISS,
    scoring: Annotated[str, typer.Option(help="chess (1, ½, 0) or three_points (3, 1, 0).")] = "chess",
    unplayed: Annotated[
        str, typer.Option(help="How rounds without play count: fide_2024, fide_2026 or as_scheduled.")
    ] = "fide_2024",
    explain: Annotated[
        int | None, typer.Option(help="The start number of one whose values are taken apart.")
    ] = None,
    json: Json = False,
) -> None:
    """Rank those of a tournament report, with the value of every tie-break; ties that are left are shown."""
    from domain.formats.trf.results import results
    from domain.standings.results import RoundIncomplete

    told = report(file)
    try:
        played = results(told)
    except RoundIncomplete as refusal:
        raise Refused(f"{file}: {refusal}") from None
    names = {one.number: one.name for one in told.players}
    found = ranked(names, played, tiebreaks.split(","), scoring, unplayed)
    if explain is not None:
        _explain(explain, found, names, json)
    elif json:
        document({"standings": [row(one, names) for one in found]})
    else:
        columns = ("rank", "number", "name", *_columns(found[0])) if found else ()
        table(columns, [_cells(one, names) for one in found], empty="Nobody entered.")


def ranked(
    names: Mapping[int, str],
    results: "Sequence[Result]",
    tie_breaks: Sequence[str],
    scoring: str,
    unplayed: str,
) -> "list[Standing]":
    """Everybody by position; who has no result in a round was absent. Raises Refused."""
    from domain.standings.scoring import SCORINGS
    from domain.standings.settings import Settings, Unplayed
    from domain.standings.table import standings as standings_of

    settings = Settings(
        scoring=SCORINGS[_known("scoring", scoring, list(SCORINGS))],
        unplayed=Unplayed(_known("rule for unplayed rounds", unplayed, list(Unplayed))),
        rounds=max((result.round for result in results), default=None),
    )
    try:
        return standings_of(names, results, [name.strip() for name in tie_breaks], settings)
    except ValueError as error:
        raise Refused(str(error)) from None


def _known(what: str, name: str, there: Sequence[str]) -> str:
    if name not in there:
        raise Refused(f"there is no {what} {name}; there are {', '.join(there)}")
    return name


def row(one: "Standing", names: Mapping[int, str]) -> dict[str, Any]:
    """One entrant as JSON: `rank` is shared by those tied, who have the ranks from `low` to `high` together.

    A value is a number, a list where mini-tables were made of mini-tables, or null where nobody was tied.
    """
    return {
        "position": one.position,
        "rank": one.low,
        "low": one.low,
        "high": one.high,
        "number": one.number,
        "name": names[one.number],
        "points": one.points,
        "tiebreaks": {name: value and value.shown for name, value in one.values.items()},
    }


def _cells(one: "Standing", names: Mapping[int, str]) -> list[str]:
    rank = str(one.low) if one.low == one.high else f"{one.low}–{one.high}"
    return [rank, str(one.number), names[one.number], *_columns(one).values()]


def _columns(one: "Standing") -> dict[str, str]:
    """Points, also where they are no tie-break, and every value."""
    return {"points": f"{one.points:g}"} | {name: _told(value) for name, value in one.values.items()}


def _told(value: "Value | None") -> str:
    if value is None:
        return ""
    shown = value.shown if isinstance(value.shown, list) else [value.shown]
    return " / ".join(f"{number:.4f}".rstrip("0").rstrip(".") for number in shown)


def _explain(number: int, found: "Sequence[Standing]", names: Mapping[int, str], json: bool) -> None:
    """Every value of one entrant, round by round."""
    one = next((each for each in found if each.number == number), None)
    if one is None:
        raise Refused(f"nobody has the start number {number}")
    if json:
        parts = {name: taken_apart(value) for name, value in one.values.items()}
        document({**row(one, names), "parts": parts})
        return
    say(f"{number} {names[number]}: {_cells(one, names)[0]}")
    for name, value in one.values.items():
        say(f"\n{name} {_told(value)}")
        rows = [
            (part["round"], names.get(part["opponent"], ""), part["value"], part["why"])
            for part in taken_apart(value)
        ]
        if rows:
            table(("round", "against", "adds", ""), rows, empty="")


def taken_apart(value: "Value | None") -> list[dict[str, Any]]:
    """What each round adds to a value; one that was cut says so."""
    from domain.standings.value import exact

    if value is None:
        return []
    return [
        {
            "round": part.round,
            "opponent": part.opponent,
            "value": exact(part.amount, value.unit),
            "counted": part.counted,
            "why": part.why if part.counted else ", ".join(filter(None, ["cut", part.why])),
        }
        for part in value.parts
    ]
