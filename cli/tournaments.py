"""`palio tournament`: what there is, its bracket and its places, now or as of a moment."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

import typer

from bootstrap.errors import Refused
from cli.common.output import Json, document, say, table
from cli.common.running import caught_up, opened, run

app = typer.Typer(no_args_is_help=True, help="Tournaments: list them, show a bracket or the places.")
Id = Annotated[UUID, typer.Argument(help="The tournament's id: palio tournament list.")]
Stage = Annotated[int, typer.Option(min=1, max=12, help="Which stage, from 1.")]
AsOfText = Annotated[
    str | None, typer.Option("--as-of", help="An event's number (131), a position (@5120) or a time.")
]


@app.command("list")
def list_tournaments(json: Json = False) -> None:
    """Every tournament, drafts too, the newest first."""
    found = run(_list())
    if json:
        document({"items": found})
    else:
        rows = [(row["tournament_id"], row["status"], row["name"]) for row in found]
        table(("id", "status", "name"), rows, empty="No tournaments yet: palio play FILE")


async def _list() -> list[dict[str, Any]]:
    from projections.kernel.rows import live

    async with opened() as (_, services), caught_up(services), live(services.pool) as rows:
        return await rows.select("directory", "tournament", {}, order=("created",), descending=True)


@app.command()
def bracket(tournament: Id, stage: Stage = 1, as_of: AsOfText = None, json: Json = False) -> None:
    """The bracket of a stage, or its table."""
    found, ranked = run(_bracket(tournament, stage, as_of))
    if json:
        document({**found, "table": ranked})
    elif ranked is not None:
        from play.listing import listing

        say(listing(ranked))
    else:
        from play.picture import picture

        say(picture(found))


async def _bracket(tournament: UUID, stage: int, as_of: str | None) -> tuple[dict[str, Any], Any]:
    from projections.bracket.queries import bracket as filled
    from projections.bracket.queries import drawn
    from projections.standings.stages import table as ranked

    async with _rows(tournament, as_of) as rows:
        found = await drawn(rows, tournament, stage)
        table = await ranked(rows, tournament, stage) if found else None
    if found is None:
        raise Refused(f"stage {stage} is not drawn{_then(as_of)}")
    return filled(found), table


@app.command()
def standings(tournament: Id, as_of: AsOfText = None, json: Json = False) -> None:
    """Everyone whose place is certain."""
    found = run(_standings(tournament, as_of))
    if json:
        document({"items": found})
    else:
        table(
            ("place", "name"),
            [(row["place"], row["name"]) for row in found],
            empty="No place is certain yet.",
        )


async def _standings(tournament: UUID, as_of: str | None) -> list[dict[str, Any]]:
    from projections.standings.queries import standings as asked

    async with _rows(tournament, as_of) as rows:
        return await asked(rows, tournament)


@asynccontextmanager
async def _rows(tournament: UUID, as_of: str | None) -> AsyncIterator[Any]:
    from eventstore.moments import AsOf
    from eventstore.records import Scope

    try:
        moment = AsOf.parse(as_of) if as_of else AsOf()
    except ValueError as expected:
        raise Refused(f"--as-of takes {expected}") from None
    scope = Scope("tournament", tournament)
    async with opened() as (_, services):
        try:
            reached = await services.reader.sequence_as_of(scope, moment)
        except ValueError as expected:
            raise Refused(f"--as-of takes {expected}") from None
        if reached == 0:
            raise Refused(f"there is no tournament {tournament}{_then(as_of)}")
        yield services.moments.after(scope, reached)


def _then(as_of: str | None) -> str:
    return " at that moment" if as_of else ""
