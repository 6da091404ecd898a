"""Pages for other pages and for streams: the bracket alone to be framed, and big type over a picture."""

import asyncio
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from fastapi import Query, Request, Response

from api.bracket.pages.drawing import Drawing, drawing
from api.bracket.pages.known import Known, known
from api.kernel.routing import asks, router
from api.match.cards import Card
from api.pages.looking import At, Looking, as_of
from api.pages.shell import render

routes = router("pages")
PAGE = "/t/{tournament_id:uuid}"
AT_ONCE = 3
"""The matches a scene shows."""
Theme = Annotated[Literal["light", "dark"] | None, Query(description="By default what the viewer prefers.")]


class Scene(msgspec.Struct, frozen=True):
    """What a stream shows for a while."""

    title: str
    cards: list[Card]


@routes.get(PAGE + "/embed", **asks("see the tournament"))
async def see_embedded(
    request: Request, tournament_id: UUID, looking: Looking, at: At = None, theme: Theme = None
) -> Response:
    """The bracket alone, for any page to frame."""
    async with looking.tournament(tournament_id, as_of(at)) as view:
        found = await known(view.rows, tournament_id)
    drawn = await asyncio.to_thread(drawing, found)
    return await _framed(request, "bracket/embed.html", found, drawing=drawn, at=at, theme=theme)


@routes.get(PAGE + "/broadcast", **asks("see the tournament"))
async def see_broadcast(
    request: Request, tournament_id: UUID, looking: Looking, at: At = None, theme: Theme = None
) -> Response:
    """What is played, what comes and what was decided last, one after the other."""
    async with looking.tournament(tournament_id, as_of(at)) as view:
        found = await known(view.rows, tournament_id)
    drawn = await asyncio.to_thread(drawing, found)
    shown = scenes(drawn, found)
    return await _framed(
        request, "bracket/broadcast.html", found, drawing=drawn, scenes=shown, at=at, theme=theme
    )


async def _framed(request: Request, template: str, found: Known, **shown: Any) -> Response:
    return await asyncio.to_thread(
        render, request, template, framed=True, tournament=found.tournament, **shown
    )


def scenes(drawn: Drawing, found: Known) -> list[Scene]:
    """Now, next and results; none of them where there is nothing to it."""
    rows = sorted(found.matches, key=lambda row: int(row["sequence"]), reverse=True)
    latest = [drawn.cards[row["number"]] for row in rows if row["number"] in drawn.cards]
    every = [
        Scene("Now", [card for card in latest if card.state in ("live", "reported")]),
        Scene("Next", [card for card in drawn.cards.values() if card.state == "ready"]),
        Scene("Results", [card for card in latest if card.state == "completed" and card.seats[0].name]),
    ]
    return [Scene(scene.title, scene.cards[:AT_ONCE]) for scene in every if scene.cards]
