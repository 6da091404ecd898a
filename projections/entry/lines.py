"""What facts about entries are called.

Why somebody was put out or let in again is told, for whoever gave the reason had to, for all to read. Why
somebody withdrew is theirs, may be an illness, and stays in the audit log.
"""

from typing import Any

from projections.kernel.telling import Audited, Entry, Line, Telling, audited, keeping, stands


def _entered(told: Telling) -> str:
    return f"{told.own_name} {'joined the waitlist' if told.said['waitlisted'] else 'entered'}."


def _override(fact: Any) -> Audited | None:
    """An entry counts as an override when staff forced it."""
    return ("registration.override", None, {"name": fact.name}) if fact.override else None


def _forced(fact: Any) -> Audited | None:
    """A check-in counts when somebody else did it."""
    return ("registration.force_checkin", None, None) if fact.by_staff else None


ENTERED = Line(feed=Entry(_entered, keeping("waitlisted")), audit=_override)
LINES = {
    "Registration.Submitted": ENTERED,
    "Registration.Resubmitted": ENTERED,
    "Registration.Promoted": Line(feed=Entry(lambda told: f"{told.own_name} moved up from the waitlist.")),
    "Registration.Withdrawn": Line(
        feed=Entry(lambda told: f"{told.own_name} withdrew."),
        audit=stands("registration.withdraw", lambda fact: fact.previous, lambda _: "withdrawn"),
    ),
    "Registration.Disqualified": Line(
        feed=Entry(
            lambda told: f"{told.own_name} was disqualified: {told.said['reason']}", keeping("reason")
        ),
        audit=stands("registration.disqualify", lambda fact: fact.previous, lambda _: "disqualified"),
    ),
    "Registration.Reinstated": Line(
        feed=Entry(lambda told: f"{told.own_name} is in again: {told.said['reason']}", keeping("reason")),
        audit=stands("registration.reinstate", lambda fact: fact.previous, lambda _: "registered"),
    ),
    "Registration.CheckedIn": Line(feed=Entry(lambda told: f"{told.own_name} checked in."), audit=_forced),
    "Registration.CheckInUndone": Line(audit=audited("registration.undo_checkin")),
    "Registration.Dropped": Line(
        feed=Entry(lambda told: f"{told.own_name} did not check in and was left out.")
    ),
    "Registration.Cancelled": Line(),
    "EntryList.Opened": Line(),
    "EntryList.PlaceTaken": Line(),
    "EntryList.Queued": Line(),
    "EntryList.Left": Line(),
    "EntryList.CapacityChanged": Line(),
}
