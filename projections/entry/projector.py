"""Facts about a registration become its row; `ordinal` is the order of arrival."""

from collections.abc import Iterable

from eventstore.records import Recorded
from projections.kernel.changes import Change, Put

STATUS = {
    "Registration.Promoted": "registered",
    "Registration.Withdrawn": "withdrawn",
    "Registration.Disqualified": "disqualified",
    "Registration.Reinstated": "registered",
    "Registration.CheckedIn": "checked_in",
    "Registration.CheckInUndone": "registered",
    "Registration.Dropped": "dropped",
    "Registration.Cancelled": "cancelled",
}


def project(recorded: Recorded) -> Iterable[Change]:
    """One row a registration."""
    fact, version = recorded.event, recorded.originator_version
    key = {"tournament_id": recorded.tournament_id, "registration_id": recorded.originator_id}
    if recorded.topic in ("Registration.Submitted", "Registration.Resubmitted"):
        values = {
            "name": fact.name,
            "answers": fact.answers,
            "status": "waitlisted" if fact.waitlisted else "registered",
            "ordinal": recorded.sequence,
            "version": version,
        }
        if recorded.topic == "Registration.Submitted":
            values["account_id"] = fact.account
        yield Put("registration", key, values)
    elif recorded.topic in STATUS:
        yield Put("registration", key, {"status": STATUS[recorded.topic], "version": version})
