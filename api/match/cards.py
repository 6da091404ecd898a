"""A match as its card shows it: two seats, a state in words and in colour, and what each side has."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from uuid import UUID

import msgspec

from api.match.words import source
from domain.match.score import GameScore
from projections.kernel.rows import Row

TWO = 2
STATES = {
    "waiting": "waiting for its sides",
    "drawn": "drawn, not final",
    "scheduled": "waiting for its sides",
    "ready": "ready",
    "live": "live",
    "reported": "live, a result is reported",
    "played": "over",
    "forfeit": "over, one side gave up",
    "no_show": "over, one side did not come",
    "withdrawn": "over, one side withdrew",
    "disqualified": "over, one side was disqualified",
    "level": "over, level",
    "walkover": "over, a walkover",
    "double_forfeit": "over, neither side won",
    "vacant": "left vacant",
    "unneeded": "not needed",
}
"""How a match stands, or how it ended, for who hears it."""
WON = dict.fromkeys(("walkover", "forfeit", "no_show", "withdrawn", "disqualified"), "W/O")
LOST = {"forfeit": "FF", "no_show": "NS", "withdrawn": "WD", "disqualified": "DQ", "double_forfeit": "FF"}


class Seat(msgspec.Struct, frozen=True):
    """A side: who it is, or where it comes from; `mark` is w where it won and l where it lost.

    `seed` is that of the stage, and `who` the place among all entrants, by which one is followed.
    """

    seed: int | None
    who: int | None
    name: str | None
    source: str
    score: str
    shootout: str
    mark: str


class Card(msgspec.Struct, frozen=True):
    """Everything the card of a match shows; `own_best_of` where it is not that of its stage."""

    number: int
    title: str
    best_of: int
    state: str  # waiting, drawn, ready, live, reported, completed
    words: str
    note: str
    seats: tuple[Seat, ...]
    own_best_of: bool = False


def card(
    match: Row,
    played: Row | None,
    best_of: int,
    seeds: Mapping[UUID, int],
    who: Mapping[UUID, int] | None = None,
) -> Card:
    """Of a match in its place in the draw, and its own row once it exists; `best_of` is the stage's."""
    known = all(side["registration_id"] for side in match["sides"])
    state = "waiting" if match["status"] != "completed" and not known else match["status"]
    own = match["best_of"]
    people = seeds if who is None else who
    seats = tuple(_seat(match, side, own, seeds, people) for side, _ in enumerate(match["sides"]))
    words = STATES["unneeded" if _unneeded(match) else ending(match) or state]
    note = _note(match, played or {})
    return Card(match["number"], match["name"], own, state, words, note, seats, own != best_of)


def ending(match: Row) -> str | None:
    """How it ended; that it ended level is one more way to."""
    ended: str | None = match["ending"]
    return "level" if ended == "played" and match["winner"] is None else ended


def _seat(match: Row, side: int, best_of: int, seeds: Mapping[UUID, int], who: Mapping[UUID, int]) -> Seat:
    seated = match["sides"][side]
    entrant = seated["registration_id"]
    over = match["status"] == "completed"
    nobody = "Not needed" if _unneeded(match) else "Nobody"
    origin = nobody if over else source(seated["source"])
    winner = match["winner"]
    many = len(match["sides"]) > TWO
    mark = "" if winner is None else ("w" if winner == side else "" if many else "l")
    score, shootout = _score(match, side, best_of)
    known = entrant if isinstance(entrant, UUID | None) else UUID(entrant)
    return Seat(
        seeds.get(known) if known else None,
        who.get(known) if known else None,
        seated["name"] if entrant else None,
        origin,
        score,
        shootout,
        mark,
    )


def _unneeded(match: Row) -> bool:
    """Whether it would have been played had the one before it come out differently."""
    return bool(match["if_needed"] and match["ending"] == "vacant")


def _score(match: Row, side: int, best_of: int) -> tuple[str, str]:
    """Points and penalties where one game decides, else games won; a word where nothing was played."""
    if ended := match["ending"]:
        words = WON if match["winner"] == side else LOST
        if ended != "played":
            return words.get(ended, ""), ""
    games = msgspec.convert(match["games"] or [], list[GameScore])
    if not games:
        return "", ""
    if (places := games[0].places) is not None:
        return _place(places[side], games[0].score[side]), ""
    if best_of > 1:
        return str(sum(game.winner() == side for game in games)), ""
    return str(games[0].score[side]), str(games[0].shootout[side]) if games[0].shootout else ""


def _place(place: int, kills: int) -> str:
    """Where many meet: the place, and the kills if there were any."""
    if not place:
        return "absent"
    return f"#{place}" + (f" · {kills}" if kills else "")


def _note(match: Row, played: Row) -> str:
    """When and where, or who waits for whom."""
    if match["status"] == "reported":
        reporter = match["sides"][played["reported_by"]]["name"]
        return f"{reporter} reports, not confirmed yet"
    when = [f"{match['starts_at'].astimezone(UTC):%H:%M} UTC"] if match["starts_at"] else []
    return " · ".join([*when, *([match["station"]] if match["station"] else [])])


def under_way(cards: Sequence[Card]) -> list[Card]:
    """Those being played; where there are none, those that could begin."""
    live = [each for each in cards if each.state in ("live", "reported")]
    return live or [each for each in cards if each.state == "ready"]
