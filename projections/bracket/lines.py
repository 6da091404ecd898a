"""What facts about brackets are called."""

from collections.abc import Mapping
from typing import Any

from projections.kernel.telling import Entry, Line, Telling, audited, keeping, said


def _stage(fact: Any) -> Mapping[str, Any]:
    """What the stage is called, if it is one of several."""
    played_as = fact.played_as
    return {"stage": played_as.name or (played_as.title if played_as.sources else "")}


def _drawn(told: Telling) -> str:
    return f"The stage {told.said['stage']}" if told.said.get("stage") else "The bracket"


def _replaced(fact: Any) -> Mapping[str, Any]:
    """The entrant who came in, and for whom; nobody where the same stand in another order."""
    if fact.how != "replaced":
        return {}
    seeds = zip(fact.seeds, fact.previous, strict=True)
    return next({"entrant": now, "instead_of": before} for now, before in seeds if now != before)


def _named(kept: Mapping[str, Any]) -> list[str]:
    return [kept[role] for role in ("entrant", "instead_of") if role in kept]


def _seeded(told: Telling) -> str:
    if "instead_of" in told.said:
        return f"{told.name(told.said['entrant'])} came in for {told.name(told.said['instead_of'])}."
    return "The seeds were changed."


def _joined(told: Telling) -> str:
    return f"{told.name(told.said['entrant'])} came late, and is in the draw."


def _conduct(told: Telling) -> str:
    points = told.said["points"]
    unit = "point" if abs(points) == 1 else "points"
    amount = f"{'−' if points < 0 else ''}{abs(points)} {unit}"
    return f"{told.name(told.said['entrant'])} has {amount} for fair play."


def _taken_back(told: Telling) -> str:
    return f"Round {told.said['round']} was taken back: {told.said['reason']}"


LINES = {
    "Bracket.Generated": Line(
        feed=Entry(lambda told: f"{_drawn(told)} was drawn.", _stage),
        audit=audited("bracket.generate", None, "seeds"),
    ),
    "Bracket.Regenerated": Line(
        feed=Entry(lambda told: f"{_drawn(told)} was drawn again.", _stage),
        audit=audited("bracket.regenerate", None, "seeds"),
    ),
    "Bracket.SeedsChanged": Line(
        feed=Entry(_seeded, _replaced, _named),
        audit=lambda fact: (
            "bracket.change_seeds",
            {"seeds": fact.previous},
            {"seeds": fact.seeds, "how": fact.how, "lot": fact.lot},
        ),
    ),
    "Bracket.Finalized": Line(feed=Entry(said("The draw is final.")), audit=audited("bracket.finalize")),
    "Bracket.Unfinalized": Line(
        feed=Entry(said("The draw was opened again.")), audit=audited("bracket.unfinalize")
    ),
    "Bracket.RoundDrawn": Line(
        feed=Entry(lambda told: f"Round {told.said['round']} was drawn.", keeping("round")),
        audit=audited("bracket.draw_round", None, "round"),
    ),
    "Bracket.RoundTakenBack": Line(
        feed=Entry(_taken_back, keeping("round", "reason")),
        audit=audited("bracket.take_back_round", None, "round"),
    ),
    "Bracket.Joined": Line(feed=Entry(_joined, keeping("entrant"), _named)),
    "Bracket.AttendanceChanged": Line(),
    "Bracket.ConductRecorded": Line(
        feed=Entry(_conduct, keeping("entrant", "points"), _named),
        audit=lambda fact: (
            "bracket.record_conduct",
            {"points": fact.previous},
            {"entrant": fact.entrant, "points": fact.points},
        ),
    ),
    "Bracket.Advanced": Line(),
    "Bracket.Counted": Line(),
    "Bracket.Rewound": Line(),
    "Bracket.Completed": Line(audit=audited("bracket.complete")),
}
