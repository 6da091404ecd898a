"""One match: the board, where it leads, and its receipt."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Request, Response

from api.kernel.routing import asks, router
from api.match.cards import card, ending
from api.match.words import ENDINGS, MATCH_STATUS
from api.pages.looking import At, Looking, as_of
from api.pages.shell import render
from api.pages.words import instant_words
from api.tournament.frame import frame
from api.tournament.stages import is_table
from application.subjects import MENU
from domain.kernel.refusals import NotFound
from projections.bracket.queries import place
from projections.feed.receipt import Entry, receipt
from projections.kernel.rows import Row
from projections.match.queries import numbered
from projections.match.score import score

routes = router("pages")
Number = Annotated[int, Path(ge=1, le=1_000_000, description="The match's number in the draw.")]


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
        corrects = at is None and MENU.allowed("correct results", view.standing)
    more: dict[str, Any] = {"lines": [told(entry) for entry in entries], "corrects": corrects}
    return render(request, "match/match.html", match=match, board=board(match, played), **more, **shown)


SIDES = ("First side", "Second side")


def board(match: Row, played: Row | None) -> dict[str, Any]:
    """The match as its card shows it, whether the sides report differently, and where its result counts."""
    seeds = {UUID(str(side["registration_id"])): side["seed"] for side in match["sides"] if side["seed"]}
    shown = card(match, played, match["best_of"], seeds)
    said = [report for report in played["reports"] if report] if played else []
    differ = shown.state == "reported" and len(said) == 2 and said[0] != said[1]
    reporter = played["reported_by"] if played else None
    return {
        "card": shown,
        "state": "disputed" if differ else shown.state,
        "reporter": reporter,
        "ending": ending(match),
        "stage": match["stage"],
        "table": is_table(match),
    }


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
    for number, side in enumerate(sides):
        yield SIDES[number] if len(sides) == len(SIDES) else f"Side {number + 1}", side
    yield "Starts", instant_words(match["starts_at"]) if match["starts_at"] else ""
    yield "Station", match["station"] or ""
    yield "Score", _scored(match["games"], sides)
    yield "Winner", sides[match["winner"]] if match["winner"] is not None else ""
    yield "Ended", ENDINGS[match["ending"]] if match["ending"] else ""


def _scored(games: list[Mapping[str, Any]] | None, sides: Sequence[str | None]) -> str:
    """Games as one side has them; where many met, everyone's place."""
    if not games:
        return ""
    if (places := games[0].get("places")) is None:
        return score(games, 0)
    there = sorted((place, name or "") for place, name in zip(places, sides, strict=True) if place)
    return ", ".join(f"{place}. {name}" for place, name in there)
