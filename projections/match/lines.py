"""What facts about matches are called."""

from projections.kernel.telling import Entry, Line, Telling, audited, instant, keeping, listed, said
from projections.match.score import score

HOW = {
    "forfeit": "gave up",
    "no_show": "did not come",
    "withdrawn": "has withdrawn",
    "disqualified": "is disqualified",
}


def _match(told: Telling) -> str:
    match = told.row
    return f"{match['name']} (match {match['number']})" if match else "A match since voided"


def _side(told: Telling, side: int) -> str:
    seated = [told.row.get("side_0"), told.row.get("side_1"), *told.row.get("more", ())]
    return told.name(seated[side] if side < len(seated) else None)


def _of_many(told: Telling) -> bool:
    return bool(told.row.get("more"))


def _scheduled(told: Telling) -> str:
    at = f" at {told.said['station']}" if told.said.get("station") else ""
    return f"{_match(told)} is set for {instant(told.said['starts_at'])}{at}."


def _started(told: Telling) -> str:
    if _of_many(told):
        return f"{_match(told)} has begun."
    return f"{_match(told)}: {_side(told, 0)} against {_side(told, 1)} has begun."


def _reported(told: Telling) -> str:
    side = told.said["side"]
    return f"{_match(told)}: {_side(told, side)} reports {score(told.said['games'], side)}."


def _won(told: Telling) -> str:
    ruled = " by ruling" if told.said["by"] == "staff" else ""
    if told.said["games"][0].get("places"):
        return f"{_match(told)}: {_came_first(told)}{ruled}."
    if told.said["winner"] is None:
        return f"{_match(told)}: {_level(told)}{ruled}."
    return f"{_match(told)}: {_beat(told)} {score(told.said['games'], told.said['winner'])}{ruled}."


def _beat(told: Telling) -> str:
    winner = told.said["winner"]
    return f"{_side(told, winner)} beat {_side(told, 1 - winner)}"


def _came_first(told: Telling) -> str:
    """Of many: who came first, each of them by name."""
    places = told.said["games"][0]["places"]
    return f"{listed([_side(told, side) for side, place in enumerate(places) if place == 1])} came first"


def _level(told: Telling) -> str:
    return f"{_side(told, 0)} and {_side(told, 1)} drew {score(told.said['games'], 0)}"


def _forfeited(told: Telling) -> str:
    out, on = _side(told, told.said["side"]), _side(told, 1 - told.said["side"])
    return f"{_match(told)}: {out} {HOW[told.said['kind']]}; {on} wins."


def _walked_over(told: Telling) -> str:
    return f"{_match(told)}: {_side(told, told.said['winner'])} wins without a game."


def _double_forfeited(told: Telling) -> str:
    return f"{_match(told)}: neither {_side(told, 0)} nor {_side(told, 1)} wins."


def _corrected(told: Telling) -> str:
    games, winner = told.said["games"], told.said["winner"]
    if games and games[0].get("places"):
        now = _came_first(told)
    elif winner is None and games:
        now = _level(told)
    elif winner is None:
        now = f"neither {_side(told, 0)} nor {_side(told, 1)} wins"
    else:
        now = f"{_beat(told)} {score(games, winner) if games else 'without a game'}"
    return f"{_match(told)}: corrected, {now}. {told.said['reason']}"


def _reopened(told: Telling) -> str:
    """Who left a match that had not begun left a side; there was nothing else to open."""
    match told.said["previous"]:
        case "completed":
            return f"{_match(told)}: what was played counts no more."
        case "scheduled" | "ready":
            sides = "a side of it is" if len(told.said["sides"]) == 1 else "sides of it are"
            return f"{_match(told)}: {sides} open again."
    return f"{_match(told)} is open again."


def _restored(told: Telling) -> str:
    if told.said["winner"] is None or _of_many(told):
        return f"{_match(told)}: what came of it before counts again."
    return f"{_match(told)}: that {_side(told, told.said['winner'])} won before counts again."


def _seated(told: Telling) -> str:
    """On the receipt alone: the feed tells of the result that led to it."""
    name = told.scene.names.get(str(told.said["entrant"]))
    return f"{name} takes a side." if name else "A side stays vacant."


LINES = {
    "Match.Created": Line(receipt=said("The match was drawn.")),
    "Match.SideSettled": Line(receipt=_seated),
    "Match.Scheduled": Line(
        feed=Entry(_scheduled, keeping("starts_at", "station")), stated_by=frozenset({"ScheduleMatch"})
    ),
    "Match.Started": Line(feed=Entry(_started), stated_by=frozenset({"StartMatch"})),
    "Match.ResultReported": Line(
        feed=Entry(_reported, keeping("side", "games")), stated_by=frozenset({"ReportResult"})
    ),
    "Match.ResultConfirmed": Line(
        feed=Entry(_won, keeping("games", "winner", "by")),
        audit=lambda fact: (
            "match.score_update",
            None if fact.previous is None else {"games": fact.previous},
            {"games": fact.games, "winner": fact.winner, "by": fact.by},
        ),
        stated_by=frozenset({"ReportResult", "ConfirmResult", "RuleResult"}),
    ),
    "Match.Forfeited": Line(
        feed=Entry(_forfeited, keeping("side", "kind")),
        audit=audited("match.forfeit", None, "side", "kind"),
        stated_by=frozenset({"ForfeitMatch", "RecordNoShow", "Withdraw", "Disqualify"}),
    ),
    "Match.WalkedOver": Line(
        feed=Entry(_walked_over, keeping("winner")),
        audit=audited("match.force_win", None, "winner", "reason"),
        stated_by=frozenset({"AwardWalkover"}),
    ),
    "Match.DoubleForfeited": Line(
        feed=Entry(_double_forfeited),
        audit=audited("match.double_forfeit"),
        stated_by=frozenset({"ForfeitBoth"}),
    ),
    "Match.LeftVacant": Line(receipt=said("Nobody comes to either side.")),
    "Match.ResultCorrected": Line(
        feed=Entry(_corrected, keeping("games", "winner", "ending", "reason")),
        audit=lambda fact: (
            "match.correct",
            {"games": fact.previous_games, "winner": fact.previous_winner},
            {"games": fact.games, "winner": fact.winner, "ending": fact.ending},
        ),
        stated_by=frozenset({"CorrectResult"}),
    ),
    "Match.Reopened": Line(
        feed=Entry(_reopened, keeping("sides", "left", "previous")),
        audit=lambda fact: (
            "match.reopen",
            {"status": fact.previous, "sides": fact.left},
            {"status": "scheduled"},
        ),
        stated_by=frozenset({"CorrectResult", "ReplaceEntrant"}),
    ),
    "Match.ResultRestored": Line(
        feed=Entry(_restored, keeping("winner")),
        audit=audited("match.restore", None, "games", "winner", "ending"),
    ),
    "Match.Voided": Line(
        audit=lambda fact: ("match.void", {"status": fact.previous}, {"status": "void"}),
        receipt=said("The match was called off with its draw."),
    ),
}
