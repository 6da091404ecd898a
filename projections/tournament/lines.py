"""What facts about a tournament are called."""

from collections.abc import Mapping
from typing import Any

import msgspec

from projections.kernel.telling import Audited, Entry, Line, Telling, audited, keeping, listed, said, stands


def _definition(fact: Any) -> Audited:
    """Only the fields that differ."""
    before, after = msgspec.to_builtins(fact.before), msgspec.to_builtins(fact.after)
    names = [name for name in after if before[name] != after[name]]
    return (
        "tournament.change",
        {name: before[name] for name in names},
        {name: after[name] for name in names},
    )


def _first(kept: Mapping[str, Any]) -> list[str]:
    """The ids of those who came first."""
    return [place["entrant"] for place in kept["places"] if place["low"] == 1]


def _over(told: Telling) -> str:
    winners = [told.name(entrant) for entrant in _first(told.said)]
    how = "won" if len(winners) < 2 else "share the first place"
    return f"The tournament is over: {listed(winners) or 'nobody'} {how}."


def _cancelled(told: Telling) -> str:
    return f"The tournament was cancelled: {told.said['reason']}"


LINES = {
    "Tournament.Created": Line(audit=audited("tournament.create", None, "owner")),
    "Tournament.DefinitionChanged": Line(audit=_definition),
    "Tournament.StaffAppointed": Line(
        audit=lambda fact: (
            "tournament.appoint_staff",
            {"account": fact.account, "role": fact.previous},
            {"account": fact.account, "role": fact.role},
        )
    ),
    "Tournament.StaffDismissed": Line(
        audit=lambda fact: (
            "tournament.dismiss_staff",
            {"account": fact.account, "role": fact.previous},
            None,
        )
    ),
    "Tournament.Published": Line(feed=Entry(said("The tournament was published."))),
    "Tournament.RegistrationOpened": Line(
        feed=Entry(said("Registration opened.")), audit=audited("tournament.open_registration")
    ),
    "Tournament.RegistrationClosed": Line(
        feed=Entry(said("Registration closed.")), audit=audited("tournament.close_registration")
    ),
    "Tournament.CheckInOpened": Line(
        feed=Entry(said("Check-in opened.")), audit=audited("tournament.open_check_in")
    ),
    "Tournament.Seeded": Line(),
    "Tournament.Started": Line(
        feed=Entry(said("The tournament is live.")), audit=audited("tournament.start")
    ),
    "Tournament.Completed": Line(feed=Entry(_over, keeping("places"), _first)),
    "Tournament.Reopened": Line(feed=Entry(said("The tournament goes on: something was corrected."))),
    "Tournament.Cancelled": Line(
        feed=Entry(_cancelled, keeping("reason")),
        audit=stands("admin.cancel_tournament", lambda fact: fact.previous, lambda _: "cancelled"),
    ),
    "Tournament.Archived": Line(
        audit=stands("tournament.archive", lambda fact: fact.previous, lambda _: "archived")
    ),
    "Tournament.Restored": Line(
        audit=stands("tournament.restore", lambda _: "archived", lambda fact: fact.status)
    ),
}
