"""One entrant's way into a tournament: registered or waitlisted, checked in, withdrawn."""

from uuid import UUID

from domain.entry.refusals import DuplicateEntry, NotEntered
from domain.kernel.aggregate import Aggregate, CreatedFact, triggers

IN = ("registered", "checked_in")
OUT = ("withdrawn", "disqualified")


class Registration(Aggregate):
    """An entrant is a registration that is in, and keeps its id."""

    TOPIC = "Registration"

    class Event(Aggregate.Event):
        """Base of the registration's facts."""

    class Submitted(Event, CreatedFact):
        """Somebody entered, and has a place or waits for one; no account where staff entered a name."""

        TOPIC = "Registration.Submitted"
        tournament: UUID
        account: UUID | None
        name: str
        answers: dict[str, str]
        waitlisted: bool
        override: bool

    class Resubmitted(Event):
        """Somebody who had left entered again."""

        TOPIC = "Registration.Resubmitted"
        name: str
        answers: dict[str, str]
        waitlisted: bool
        override: bool

    class Promoted(Event):
        """The registration waited and has a place now."""

        TOPIC = "Registration.Promoted"

    class Withdrawn(Event):
        """The entrant left the tournament, or its waitlist."""

        TOPIC = "Registration.Withdrawn"
        previous: str
        reason: str | None

    class Disqualified(Event):
        """Staff put the entrant out of the tournament."""

        TOPIC = "Registration.Disqualified"
        previous: str
        reason: str

    class Reinstated(Event):
        """An entrant who had left, or was put out, is in again."""

        TOPIC = "Registration.Reinstated"
        previous: str
        reason: str

    class CheckedIn(Event):
        """The entrant is here, by the entrant's own word or by that of staff."""

        TOPIC = "Registration.CheckedIn"
        by_staff: bool

    class CheckInUndone(Event):
        """The check-in counts no more."""

        TOPIC = "Registration.CheckInUndone"

    class Dropped(Event):
        """The entrant did not check in and is left out of the draw."""

        TOPIC = "Registration.Dropped"

    class Cancelled(Event):
        """The registration ended with the tournament, which was cancelled."""

        TOPIC = "Registration.Cancelled"
        previous: str

    @triggers(Submitted)
    def __init__(
        self,
        id: UUID,
        tournament: UUID,
        account: UUID | None,
        name: str,
        answers: dict[str, str],
        waitlisted: bool,
        override: bool,
    ) -> None:
        self.tournament = tournament
        self.account = account
        self.name = name
        self.answers = answers
        self.status = "waitlisted" if waitlisted else "registered"

    def submit_again(self, name: str, answers: dict[str, str], *, waitlisted: bool, override: bool) -> None:
        """Come back after a withdrawal."""
        if self.status in (*IN, "waitlisted"):
            raise DuplicateEntry(name=self.name)
        self._resubmitted(name=name, answers=answers, waitlisted=waitlisted, override=override)

    def promote(self) -> None:
        """Move up from the waitlist."""
        if self.status == "waitlisted":
            self._promoted()

    def withdraw(self, reason: str | None) -> None:
        """Leave the tournament, or its waitlist."""
        if self.status == "withdrawn":
            return
        if self.status not in (*IN, "waitlisted"):
            raise NotEntered(status=self.status)
        self._withdrawn(previous=self.status, reason=reason)

    def disqualify(self, reason: str) -> None:
        """Be put out of the tournament."""
        if self.status == "disqualified":
            return
        if self.status not in (*IN, "waitlisted"):
            raise NotEntered(status=self.status)
        self._disqualified(previous=self.status, reason=reason)

    def reinstate(self, reason: str) -> None:
        """Be in again."""
        if self.status in IN:
            return
        if self.status not in OUT:
            raise NotEntered(status=self.status)
        self._reinstated(previous=self.status, reason=reason)

    def check_in(self, *, by_staff: bool) -> None:
        """Say that the entrant is here."""
        if self.status == "checked_in":
            return
        if self.status != "registered":
            raise NotEntered(status=self.status)
        self._checked_in(by_staff=by_staff)

    def undo_check_in(self) -> None:
        """Take a check-in back."""
        if self.status == "registered":
            return
        if self.status != "checked_in":
            raise NotEntered(status=self.status)
        self._check_in_undone()

    def drop(self) -> None:
        """Leave out an entrant who did not check in."""
        if self.status == "registered":
            self._dropped()

    def cancel(self) -> None:
        """End with the tournament that was cancelled."""
        if self.status in (*IN, "waitlisted"):
            self._cancelled(previous=self.status)

    @triggers(Resubmitted)
    def _resubmitted(self, name: str, answers: dict[str, str], waitlisted: bool, override: bool) -> None:
        self.name = name
        self.answers = answers
        self.status = "waitlisted" if waitlisted else "registered"

    @triggers(Promoted)
    def _promoted(self) -> None:
        self.status = "registered"

    @triggers(Withdrawn)
    def _withdrawn(self, previous: str, reason: str | None) -> None:
        self.status = "withdrawn"

    @triggers(Disqualified)
    def _disqualified(self, previous: str, reason: str) -> None:
        self.status = "disqualified"

    @triggers(Reinstated)
    def _reinstated(self, previous: str, reason: str) -> None:
        self.status = "registered"

    @triggers(CheckedIn)
    def _checked_in(self, by_staff: bool) -> None:
        self.status = "checked_in"

    @triggers(CheckInUndone)
    def _check_in_undone(self) -> None:
        self.status = "registered"

    @triggers(Dropped)
    def _dropped(self) -> None:
        self.status = "dropped"

    @triggers(Cancelled)
    def _cancelled(self, previous: str) -> None:
        self.status = "cancelled"
