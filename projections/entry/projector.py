"""Facts about a registration become its row; `ordinal` is the order of arrival."""

from collections.abc import Iterable
from typing import Any

from eventstore.records import Recorded
from projections.kernel.changes import Change, Put
from projections.kernel.view import Project, View, nothing


def _entered(recorded: Recorded) -> Iterable[Change]:
    fact = recorded.event
    account = {"account_id": fact.account} if recorded.topic == "Registration.Submitted" else {}
    yield _row(
        recorded,
        name=fact.name,
        answers=fact.answers,
        status="waitlisted" if fact.waitlisted else "registered",
        ordinal=recorded.sequence,
        **account,
    )


def _stands(status: str) -> Project:
    return lambda recorded: [_row(recorded, status=status)]


def _row(recorded: Recorded, **values: Any) -> Put:
    key = {"tournament_id": recorded.tournament_id, "registration_id": recorded.originator_id}
    return Put("registration", key, {**values, "version": recorded.originator_version})


VIEW = View(
    "registrations",
    2,
    "projections.entry",
    ("Registration", "EntryList"),
    {
        "Registration.Submitted": _entered,
        "Registration.Resubmitted": _entered,
        "Registration.Promoted": _stands("registered"),
        "Registration.Withdrawn": _stands("withdrawn"),
        "Registration.Disqualified": _stands("disqualified"),
        "Registration.Reinstated": _stands("registered"),
        "Registration.CheckedIn": _stands("checked_in"),
        "Registration.CheckInUndone": _stands("registered"),
        "Registration.Dropped": _stands("dropped"),
        "Registration.Cancelled": _stands("cancelled"),
        # Whoever has a place or waits for one has a registration that says so.
        "EntryList.Opened": nothing,
        "EntryList.PlaceTaken": nothing,
        "EntryList.Queued": nothing,
        "EntryList.Left": nothing,
        "EntryList.CapacityChanged": nothing,
    },
)
