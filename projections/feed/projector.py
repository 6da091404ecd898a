"""Facts a spectator cares about become entries; the sentence is made when it is read, from today's names."""

from collections.abc import Iterable
from typing import Any

from domain.bracket.progress import SeedsChanged
from eventstore.records import Recorded
from projections.kernel.changes import Change, Put

TOLD: dict[str, tuple[str, ...]] = {
    "Tournament.Published": (),
    "Tournament.RegistrationOpened": (),
    "Tournament.RegistrationClosed": (),
    "Tournament.CheckInOpened": (),
    "Tournament.Started": (),
    "Tournament.Completed": ("places",),
    "Tournament.Reopened": (),
    "Tournament.Cancelled": ("reason",),
    "Registration.Submitted": ("waitlisted",),
    "Registration.Resubmitted": ("waitlisted",),
    "Registration.Promoted": (),
    "Registration.Withdrawn": (),
    "Registration.Disqualified": ("reason",),
    "Registration.Reinstated": ("reason",),
    "Registration.CheckedIn": (),
    "Registration.Dropped": (),
    "Bracket.Generated": ("played_as",),
    "Bracket.Regenerated": ("played_as",),
    "Bracket.SeedsChanged": ("seeds",),
    "Bracket.Finalized": (),
    "Bracket.Unfinalized": (),
    "Bracket.RoundDrawn": ("round",),
    "Bracket.RoundTakenBack": ("round", "reason"),
    "Bracket.Joined": ("entrant",),
    "Bracket.ConductRecorded": ("entrant", "points"),
    "Match.Scheduled": ("starts_at", "station"),
    "Match.Started": (),
    "Match.ResultReported": ("side", "games"),
    "Match.ResultConfirmed": ("games", "winner", "by"),
    "Match.Forfeited": ("side", "kind"),
    "Match.WalkedOver": ("winner",),
    "Match.DoubleForfeited": (),
    "Match.ResultCorrected": ("games", "winner", "ending", "reason"),
    "Match.Reopened": ("sides", "left", "previous"),
    "Match.ResultRestored": ("winner",),
}
"""The facts told, with the fields their sentences need.

Anyone reads the feed. A reason is told where whoever gave it had to, for all to read; why somebody withdrew
is theirs, may be an illness, and stays in the audit log.
"""


def _said(fact: Any, field: str) -> dict[str, Any]:
    """The field; of how a stage is played what it is called, if one of several; of seeds, who is new."""
    value = getattr(fact, field)
    if field == "played_as":
        return {"stage": value.name or (value.title if value.sources else "")}
    return _replaced(fact) if field == "seeds" else {field: value}


def _replaced(fact: SeedsChanged) -> dict[str, Any]:
    """The entrant who came in, and for whom; nobody where the same stand in another order."""
    if fact.how != "replaced":
        return {}
    seeds = zip(fact.seeds, fact.previous, strict=True)
    return next({"entrant": now, "instead_of": before} for now, before in seeds if now != before)


def project(recorded: Recorded) -> Iterable[Change]:
    """One entry a fact that is told."""
    if recorded.topic in TOLD:
        fields = TOLD[recorded.topic]
        yield Put(
            "entry",
            {"tournament_id": recorded.tournament_id, "sequence": recorded.sequence},
            {
                "topic": recorded.topic,
                "subject": recorded.originator_id,
                "said": {
                    name: value for field in fields for name, value in _said(recorded.event, field).items()
                },
                "at": recorded.recorded_at,
            },
        )
