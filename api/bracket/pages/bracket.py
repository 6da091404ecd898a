"""The page of a tournament: its bracket now or after any event, and what changes between two events."""

import asyncio
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import Path as InPath
from fastapi import Query, Request, Response
from starlette.responses import JSONResponse, RedirectResponse

from api.bracket.pages.drawing import MARKS, Drawing, drawing
from api.bracket.pages.fragments import fragments
from api.bracket.pages.known import known
from api.kernel.errors import InvalidParameter
from api.kernel.fields import Slug
from api.kernel.routing import asks, router
from api.pages.looking import At, Looking, as_of
from api.pages.shell import render
from domain.kernel.refusals import NotFound
from eventstore.moments import LARGEST
from eventstore.records import Scope
from projections.feed import queries as feeding
from projections.kernel.rows import Row, Rows
from projections.tournament import queries as directory

routes = router("pages")
PAGE = "/t/{tournament_id:uuid}"
DRAWING = (Path(__file__).parents[2], Path(directory.__file__).parents[1])
"""The packages that draw a page: this one, and the views whose rows it shows."""
DRAWN_BY = (".py", ".html", ".svg")
Event = Annotated[int, InPath(ge=1, le=LARGEST, description="The number of an event.")]
Since = Annotated[int | None, Query(alias="from", ge=1, le=LARGEST, description="Only what differs from it.")]
Version = Annotated[str, Query(max_length=40, description="The page's name for the log and the release.")]
Refresh = Annotated[int | None, Query(ge=5, le=600, description="Seconds after which to ask again.")]


@routes.get(PAGE, **asks("see the tournament"))
async def see_bracket_page(
    tournament_id: UUID,
    request: Request,
    looking: Looking,
    at: At = None,
    follow: Annotated[str, Query(max_length=200)] = "",
    refresh: Refresh = None,
) -> Response:
    """The bracket with what happens now, what happened, and a way to any moment of it."""
    async with looking.tournament(tournament_id) as view:
        head = await view.rows.reached(tournament_id)
        marked = await feeding.marks(view.rows, tournament_id, list(MARKS))
        found = await known(view.rows, tournament_id) if at is None else None
    if found is None:
        async with looking.tournament(tournament_id, as_of(at)) as view:
            found = await known(view.rows, tournament_id)
    drawn = await asyncio.to_thread(drawing, found)
    return await asyncio.to_thread(
        render,
        request,
        "bracket/bracket.html",
        drawing=drawn,
        past=at is not None,
        head=max(head, drawn.sequence),
        ticks=_ticks(marked),
        followed=_followed(drawn, follow),
        refresh=refresh if at is None else None,
        edition=edition(looking.serving.mounted.epoch),
        tournament=found.tournament,
        at=at,
    )


@routes.get("/t/{slug}", **asks("see tournaments"))
async def see_tournament_by_slug(slug: Slug, request: Request, looking: Looking) -> Response:
    """Where the slug leads, if it leads to one public tournament."""
    where = {"slug": slug, "visibility": "public", "published": True}
    async with looking.anything() as rows:
        found = await directory.tournaments(rows, where, after=None, limit=2)
    if len(found.items) != 1:
        raise NotFound(what="tournament")
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/t/{found.items[0]['tournament_id']}{query}", 307)


@routes.get(PAGE + "/at/{event:int}", **asks("see the tournament"))
async def see_moment(
    tournament_id: UUID, event: Event, looking: Looking, since: Since = None, v: Version = ""
) -> Response:
    """The elements of the page after an event, or those in which it differs from another.

    For ever so, in this log and as this release draws them: asked for by that name, one's own cache keeps
    them. Caches that many share do so for a minute, for a tournament may be hidden later.
    """
    async with looking.tournament(tournament_id, as_of(event)) as view:
        after = await _drawn(view.rows, tournament_id)
    if since is not None and since > await looking.serving.reader.sequence(
        Scope("tournament", tournament_id)
    ):
        raise InvalidParameter(name="from", expected="an event that has happened")
    moments = looking.serving.moments
    before = (
        await _drawn(moments.after(Scope("tournament", tournament_id), since), tournament_id)
        if since
        else None
    )
    html = await asyncio.to_thread(fragments, before, after)
    scope = "private" if view.standing.hidden else "public, s-maxage=60"
    named = v == edition(looking.serving.mounted.epoch)
    kept = f"{scope}, max-age=31536000, immutable" if named else "no-store"
    return JSONResponse({"id": event, "html": html}, headers={"Cache-Control": kept})


async def _drawn(rows: Rows, tournament_id: UUID) -> Drawing:
    return await asyncio.to_thread(drawing, await known(rows, tournament_id))


def _ticks(marked: list[Row]) -> dict[str, list[int]]:
    ticks: dict[str, list[int]] = {kind: [] for kind in dict.fromkeys(MARKS.values())}
    for entry in marked:
        ticks[MARKS[entry["topic"]]].append(entry["sequence"])
    return ticks


def _followed(drawn: Drawing, asked: str) -> str | None:
    """The name in the draw that was asked for, in whatever case."""
    return next((name for name in drawn.entered if name.casefold() == asked.casefold()), None)


@cache
def edition(epoch: str) -> str:
    """Of the log and of all that draws it: what one release drew is not mixed with what another does."""
    return hashed(epoch, DRAWING)


def hashed(epoch: str, packages: Sequence[Path]) -> str:
    """A name that is another once a module or a template below these packages is."""
    found = sorted(path for package in packages for path in package.rglob("*") if path.suffix in DRAWN_BY)
    content = b"".join(path.read_bytes() for path in found)
    return sha256(epoch.encode() + content).hexdigest()[:12]
