"""Putting a result right: what is to count, what follows from that, and then the word that it be so."""

import re
from typing import Any
from uuid import UUID

import msgspec
from fastapi import Request, Response
from starlette.responses import RedirectResponse

from api.kernel.auth import Serving
from api.kernel.routing import asks, router
from api.match.page import Number
from api.pages.forms import Form
from api.pages.looking import Looking
from api.pages.shell import render
from api.pages.words import stage_title
from api.tournament.frame import frame
from api.tournament.stages import is_table
from application.match.commands import CorrectResult
from domain.kernel.refusals import NotFound, Refusal
from domain.match.refusals import ConsequencesChanged
from domain.match.score import GameScore
from projections.bracket.queries import brackets, place
from projections.entry.queries import names
from projections.kernel.rows import Rows
from projections.match.queries import numbered

routes = router("pages")
PAGE = "/t/{tournament_id:uuid}/m/{number:int}/correct"
CORRECTS = "correct results"
GAME = re.compile(r"(\d{1,9})[-–:](\d{1,9})(?:\((\d{1,9})[-–:](\d{1,9})\))?")
WRONG = "Write each game as first side-second side, such as 13-6 10-13 13-8; penalties as 1-1(4-3)."
UNSAID = "Say why: everyone can read it."


class Unreadable(ValueError):
    """What was sent is not what the form asks for; says what is."""


@routes.get(PAGE, **asks(CORRECTS))
async def see_correction_page(
    request: Request, tournament_id: UUID, number: Number, looking: Looking
) -> Response:
    """The form, for those who rule on matches."""
    async with looking.tournament(tournament_id, what="match") as view:
        shown = await _shown(view.rows, tournament_id, number)
    return render(request, "match/correct.html", **shown)


@routes.post(PAGE, **asks(CORRECTS))
async def correct_by_page(
    request: Request, tournament_id: UUID, number: Number, looking: Looking, serving: Serving, sent: Form
) -> Response:
    """What would follow; and once that is confirmed, the correction."""
    async with looking.tournament(tournament_id, what="match") as view:
        shown = await _shown(view.rows, tournament_id, number)
        shown.update({name: sent.get(name, "") for name in ("how", "games", "reason")})
        try:
            command = _command(shown["match"]["match_id"], sent)
            if sent.get("hash"):
                done = await serving.engine.execute(command, looking.actor)
                at = f"/t/{tournament_id}/m/{number}?at_least={done.position}"
                return RedirectResponse(at, 303)
            found = await serving.engine.rehearse(command, looking.actor)
        except ConsequencesChanged as changed:
            again = msgspec.structs.replace(command, consequences=None)
            found = await serving.engine.rehearse(again, looking.actor)
            shown["failed"] = changed.detail
        except (Refusal, Unreadable) as refusal:
            status = refusal.status if isinstance(refusal, Refusal) else 422
            return render(request, "match/correct.html", status=status, **{**shown, "failed": str(refusal)})
        follows = found["consequences"]
        shown["follows"] = await _told(view.rows, tournament_id, follows, table=shown["table"])
    return render(request, "match/correct.html", **{**shown, "hash": found["hash"]})


async def _shown(rows: Rows, tournament_id: UUID, number: int) -> dict[str, Any]:
    match = await place(rows, tournament_id, number)
    if match is None:
        raise NotFound(what="match")
    played = await numbered(rows, tournament_id, number)
    asked = {"match": match, "level": bool(played and played["level"]), "table": is_table(match)}
    empty = {"how": "played", "games": "", "reason": "", "hash": "", "failed": "", "follows": None}
    return {**await frame(rows, tournament_id, None), **asked, **empty}


def _command(match: Any, sent: dict[str, str]) -> CorrectResult:
    """Raises Unreadable."""
    how, reason = sent.get("how", ""), sent.get("reason", "").strip()
    if match is None:
        raise Unreadable("This match is not there yet: the draw is not final.")
    if not reason or len(reason) > 500:
        raise Unreadable(UNSAID)
    outcome: dict[str, Any] = {}
    if how == "played":
        outcome = {"games": _games(sent.get("games", ""))}
    elif how in ("0", "1"):
        outcome = {"forfeit": int(how)}
    elif how == "both":
        outcome = {"both": True}
    elif how != "again":
        raise Unreadable("Say what is to count.")
    return CorrectResult(match=match, reason=reason, consequences=sent.get("hash") or None, **outcome)


def _games(text: str) -> list[GameScore]:
    found = [GAME.fullmatch(word) for word in re.split(r"[\s,;]+", text.strip())]
    if not all(found):
        raise Unreadable(WRONG)
    return [
        GameScore([int(game[1]), int(game[2])], shootout=[int(game[3]), int(game[4])] if game[3] else None)
        for game in found
        if game
    ]


async def _told(rows: Rows, tournament_id: UUID, found: list[dict[str, Any]], *, table: bool) -> list[str]:
    """Each consequence as a sentence; that a table loses all its places at once is one."""
    if table and any(one["change"] == "unplaced" for one in found):
        found = [one for one in found if one["change"] != "unplaced"] + [{"change": "counted"}]
    numbers = list({one["match"] for one in found if one.get("match")})
    matches = await rows.select("matches", "match", {"tournament_id": tournament_id, "number": numbers})
    titles = {row["number"]: f"{row['name']} (M{row['number']})" for row in matches}
    entrants = [UUID(str(one["entrant"])) for one in found if one.get("entrant")]
    entrants += [UUID(str(each)) for one in found for each in one.get("left", ()) if each]
    named = await names(rows, entrants)
    stages = {row["stage"]: stage_title(row["played_as"]) for row in await brackets(rows, tournament_id)}
    return [
        _sentence(one, titles.get(one.get("match"), ""), named, stages.get(one.get("stage"), ""))
        for one in found
    ]


def _sentence(one: dict[str, Any], match: str, named: dict[str, str], stage: str) -> str:
    who = named.get(str(one.get("entrant")), "")
    left = " and ".join(named.get(str(each), "") for each in one.get("left", ()) if each)
    low, high = one.get("low"), one.get("high")
    counted = one.get("previous") == "completed"
    return {
        "result": f"{match} counts as you say.",
        "playing": "The tournament goes on: it is no longer over.",
        "reopened": f"{match}: "
        + ("what was played counts no more" if counted else "it is open again")
        + (f"; {left} is not in it." if left else "."),
        "seated": f"{match}: {who} takes a side." if who else f"{match}: a side stays vacant.",
        "restored": f"{match}: what the same two played before counts again.",
        "unplaced": f"{who} has no certain place any longer.",
        "placed": f"{who} has place {low}." if low == high else f"{who} has place {low}–{high}.",
        "ranked": f"{who} stands {low if low == high else f'{low}–{high}'} in the table of {stage}, and not "
        f"{one.get('previous')}.",
        "outdated": f"The stage {stage} is drawn already, and stays so: it would come out otherwise now.",
        "counted": "The places of its stage are counted anew.",
        "over": "The tournament is over.",
    }[str(one["change"])]
