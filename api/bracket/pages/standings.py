"""The standings: who is still in, everyone's place, and what every value in a table is made of."""

from typing import Any
from uuid import UUID

import msgspec
from fastapi import Request, Response

from api.bracket.pages.groups import LEFT
from api.kernel.routing import asks, router
from api.pages.looking import At, Looking, as_of
from api.pages.shell import render
from api.pages.words import stage_title
from api.tournament.frame import frame
from api.tournament.stages import is_table
from domain.formats.stages import Stage
from projections.bracket.queries import brackets
from projections.kernel.rows import Row, Rows
from projections.standings import queries, stages

routes = router("pages")
EXPLAINED = 64
"""Up to so many in a group, everyone's values are taken apart; of more, those of who was asked for."""


@routes.get("/t/{tournament_id:uuid}/standings", **asks("see the tournament"))
async def see_standings_page(
    request: Request, tournament_id: UUID, looking: Looking, at: At = None, why: UUID | None = None
) -> Response:
    """Places, now or as of an event; `why` is who is asked about where there are too many for all."""
    async with looking.tournament(tournament_id, as_of(at)) as view:
        shown = await frame(view.rows, tournament_id, at)
        table = await queries.table(view.rows, tournament_id)
        found = await tables(view.rows, tournament_id)
    level = any(row["drawn"] for row in table)
    more: dict[str, Any] = {"tables": found, "level": level, "why": why, "left": LEFT, "explained": EXPLAINED}
    return render(request, "bracket/standings.html", table=table, **more, **shown)


async def tables(rows: Rows, tournament_id: UUID) -> list[dict[str, Any]]:
    """The table of each stage that has one, the latest first."""
    found = []
    for row in reversed(await brackets(rows, tournament_id)):
        shown = await stages.table(rows, tournament_id, row["stage"]) if is_table(row) else None
        if shown:
            found.append({**shown, "title": stage_title(row["played_as"]), "level": level_in(row)})
    return found


def level_in(row: Row) -> bool:
    """Whether matches of a stage may end level."""
    return msgspec.convert(row["played_as"], Stage).level_games
