"""Facts of sensitive actions become entries; role, address and reason stand in the journal of commands."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from eventstore.records import Recorded
from projections.kernel.changes import Change, Put

Told = tuple[str, Any, Any]


def _changed(action: str, before: str | None = None, *after: str) -> Callable[[Any], Told | None]:
    def told(fact: Any) -> Told:
        was = None if before is None else {before.replace("previous_", ""): getattr(fact, before)}
        return action, was, {name: getattr(fact, name) for name in after} or None

    return told


def _definition(fact: Any) -> Told:
    """Only the fields that differ."""
    before, after = msgspec.to_builtins(fact.before), msgspec.to_builtins(fact.after)
    names = [name for name in after if before[name] != after[name]]
    return (
        "tournament.change",
        {name: before[name] for name in names},
        {name: after[name] for name in names},
    )


def _entered(fact: Any) -> Told | None:
    """An entry counts as an override when staff forced it."""
    return ("registration.override", None, {"name": fact.name}) if fact.override else None


def _checked_in(fact: Any) -> Told | None:
    """A check-in counts when somebody else did it."""
    return ("registration.force_checkin", None, None) if fact.by_staff else None


def _walkover(fact: Any) -> Told:
    return "match.force_win", None, {"winner": fact.winner, "reason": fact.reason}


AUDITED: dict[str, Callable[[Any], Told | None]] = {
    "Account.RoleGranted": lambda fact: ("account.grant_role", {"role": fact.previous}, {"role": fact.role}),
    "Account.CredentialChanged": _changed("account.change_credential"),
    "Game.Added": _changed("game.add", None, "slug", "rules"),
    "Game.Changed": lambda fact: ("game.change", fact.before, fact.after),
    "Game.Retired": _changed("game.retire"),
    "Game.Restored": _changed("game.restore"),
    "Tournament.Created": _changed("tournament.create", None, "owner"),
    "Tournament.DefinitionChanged": _definition,
    "Tournament.StaffAppointed": lambda fact: (
        "tournament.appoint_staff",
        {"account": fact.account, "role": fact.previous},
        {"account": fact.account, "role": fact.role},
    ),
    "Tournament.StaffDismissed": lambda fact: (
        "tournament.dismiss_staff",
        {"account": fact.account, "role": fact.previous},
        None,
    ),
    "Tournament.Started": _changed("tournament.start"),
    "Tournament.Cancelled": lambda fact: (
        "admin.cancel_tournament",
        {"status": fact.previous},
        {"status": "cancelled"},
    ),
    "Tournament.Archived": lambda fact: (
        "tournament.archive",
        {"status": fact.previous},
        {"status": "archived"},
    ),
    "Tournament.Restored": lambda fact: (
        "tournament.restore",
        {"status": "archived"},
        {"status": fact.status},
    ),
    "Registration.Submitted": _entered,
    "Registration.Resubmitted": _entered,
    "Registration.Withdrawn": lambda fact: (
        "registration.withdraw",
        {"status": fact.previous},
        {"status": "withdrawn"},
    ),
    "Registration.Disqualified": lambda fact: (
        "registration.disqualify",
        {"status": fact.previous},
        {"status": "disqualified"},
    ),
    "Registration.Reinstated": lambda fact: (
        "registration.reinstate",
        {"status": fact.previous},
        {"status": "registered"},
    ),
    "Registration.CheckedIn": _checked_in,
    "Registration.CheckInUndone": _changed("registration.undo_checkin"),
    "Bracket.Generated": _changed("bracket.generate", None, "seeds"),
    "Bracket.Regenerated": _changed("bracket.regenerate", None, "seeds"),
    "Bracket.SeedsChanged": lambda fact: (
        "bracket.change_seeds",
        {"seeds": fact.previous},
        {"seeds": fact.seeds, "how": fact.how, "lot": fact.lot},
    ),
    "Bracket.Finalized": _changed("bracket.finalize"),
    "Bracket.Unfinalized": _changed("bracket.unfinalize"),
    "Bracket.Completed": _changed("bracket.complete"),
    "Bracket.RoundDrawn": _changed("bracket.draw_round", None, "round"),
    "Bracket.RoundTakenBack": _changed("bracket.take_back_round", None, "round"),
    "Bracket.ConductRecorded": lambda fact: (
        "bracket.record_conduct",
        {"points": fact.previous},
        {"entrant": fact.entrant, "points": fact.points},
    ),
    "Match.ResultConfirmed": lambda fact: (
        "match.score_update",
        None if fact.previous is None else {"games": fact.previous},
        {"games": fact.games, "winner": fact.winner, "by": fact.by},
    ),
    "Match.Forfeited": lambda fact: ("match.forfeit", None, {"side": fact.side, "kind": fact.kind}),
    "Match.WalkedOver": _walkover,
    "Match.DoubleForfeited": _changed("match.double_forfeit"),
    "Match.ResultCorrected": lambda fact: (
        "match.correct",
        {"games": fact.previous_games, "winner": fact.previous_winner},
        {"games": fact.games, "winner": fact.winner, "ending": fact.ending},
    ),
    "Match.Reopened": lambda fact: (
        "match.reopen",
        {"status": fact.previous, "sides": fact.left},
        {"status": "scheduled"},
    ),
    "Match.ResultRestored": lambda fact: (
        "match.restore",
        None,
        {"games": fact.games, "winner": fact.winner, "ending": fact.ending},
    ),
    "Match.Voided": lambda fact: ("match.void", {"status": fact.previous}, {"status": "void"}),
}
"""What is audited: action, what was before, what is after; None where the fact is not sensitive."""


def project(recorded: Recorded) -> Iterable[Change]:
    """One entry a sensitive fact."""
    told = AUDITED[recorded.topic](recorded.event) if recorded.topic in AUDITED else None
    if told is not None:
        shared = ("tournament_id", "sequence", "topic", "actor", "command_id")
        yield Put(
            "entry",
            {"position": recorded.position},
            {
                **{name: getattr(recorded, name) for name in shared},
                "action": told[0],
                "before": told[1],
                "after": told[2],
                "subject": recorded.originator_id,
                "at": recorded.recorded_at,
            },
        )
