"""One match: the board, where it leads, and its receipt."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Request, Response

from api.pages.looking import At, Looking, as_of
from api.pages.shell import render
from api.pages.tournament import frame
from api.pages.words import ENDINGS, MATCH_STATUS, instant_words
from api.routing import asks, router
from domain.errors import NotFound
from projections.bracket.queries import place
from projections.feed.sentences import score
from projections.matches.queries import numbered
from projections.receipt import Entry, receipt
from projections.rows import Row

routes = router("pages")
Number = Annotated[int, Path(ge=1, le=8192, description="The match's number in the draw.")]


@routes.get("/t/{tournament_id:uuid}/m/{number:int}", **asks("see the match"))
async def see_match_page(
    request: Request, tournament_id: UUID, number: Number, looking: Looking, at: At = None
) -> Response:
    """A match, now or as of an event."""
    async with looking.tournament(tournament_id, as_of(at), what="match") as view:
        shown = await frame(view.rows, tournament_id, at)
        match = await place(view.rows, tournament_id, number)
        if match is None:
            raise NotFound(what="match")
        played = await numbered(view.rows, tournament_id, number)
        entries = await receipt(view.rows, looking.serving.reader, played) if played else []
    board = {**match, **standing(played)}
    return render(request, "match.html", match=board, entries=[told(entry) for entry in entries], **shown)


def standing(played: Row | None) -> Mapping[str, Any]:
    """Its state in a word, and what it waits for; the score of the games there are."""
    if played is None:
        return {"state": "drawn", "points": None, "shootout": None, "differ": False, "reported_by": None}
    said = [report for report in played["reports"] if report]
    differ = played["status"] == "reported" and len(said) == 2 and said[0] != said[1]
    only = played["games"][0] if played["games"] and played["best_of"] == 1 else {"shootout": None}
    shown = {"points": points(played), "shootout": only["shootout"], "reported_by": played["reported_by"]}
    return {"state": "disputed" if differ else played["status"], "differ": differ, **shown}


def points(match: Row) -> list[int] | None:
    """The board's two numbers: the score of the only game, or the games each side won."""
    games = match["games"]
    if not games:
        return None
    if match["best_of"] == 1:
        return list(games[0]["score"])
    return [sum(_winner(game) == side for game in games) for side in (0, 1)]


def _winner(game: Mapping[str, Any]) -> int | None:
    for first, second in (game["score"], game["shootout"] or [0, 0]):
        if first != second:
            return 0 if first > second else 1
    return None


def told(entry: Entry) -> dict[str, Any]:
    """The entry with the fields it changed, in words."""
    before, after = dict(fields(entry.before)), dict(fields(entry.after))
    changed = [(name, before.get(name, ""), after[name]) for name in after if before.get(name) != after[name]]
    first = not entry.before
    return {"entry": entry, "changed": [] if first else changed}


def fields(match: Row) -> Iterator[tuple[str, str]]:
    """What a reader of the receipt calls the fields of a match, and their values."""
    if not match:
        return
    sides = [side["name"] if side else "" for side in match["sides"]]
    yield "State", MATCH_STATUS[match["status"]]
    yield "First side", sides[0]
    yield "Second side", sides[1]
    yield "Starts", instant_words(match["starts_at"]) if match["starts_at"] else ""
    yield "Station", match["station"] or ""
    yield "Score", score(match["games"], 0) if match["games"] else ""
    yield "Winner", sides[match["winner"]] if match["winner"] is not None else ""
    yield "Ended", ENDINGS[match["ending"]] if match["ending"] else ""
