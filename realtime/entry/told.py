"""What facts about entries become for those who watch."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from eventstore.records import Recorded
from projections.entry.projector import VIEW
from realtime.entry.entrants import PAST, entrant
from realtime.entry.messages import (
    MESSAGES,
    CheckInState,
    CheckInUpdated,
    RegistrationCancelled,
    RegistrationCreated,
    RegistrationState,
    RegistrationUpdated,
)
from realtime.kernel.audiences import either, everyone, own_people
from realtime.kernel.messages import Event
from realtime.kernel.moment import Moment
from realtime.kernel.subject import NOBODY, Subject, Telling


def _themselves(said: RegistrationState | CheckInState, _: Moment) -> Collection[UUID]:
    return [said.registration_id]


def _telling(message: Callable[..., Event], says: Callable[[Recorded, Moment], Any]) -> Telling:
    to = either(everyone, own_people)
    return Telling(to=to, message=message, says=says, concerns=_themselves)


def _entered(recorded: Recorded, moment: Moment) -> RegistrationState:
    return _stands("waitlisted" if recorded.event.waitlisted else "registered")(recorded, moment)


def _stands(status: str) -> Callable[[Recorded, Moment], RegistrationState]:
    def says(recorded: Recorded, moment: Moment) -> RegistrationState:
        own = entrant(moment, recorded.originator_id)
        return RegistrationState(own.registration_id, own.name, status)

    return says


def _here(here: bool) -> Callable[[Recorded, Moment], CheckInState]:
    def says(recorded: Recorded, moment: Moment) -> CheckInState:
        own = entrant(moment, recorded.originator_id)
        return CheckInState(own.registration_id, own.name, here)

    return says


TOLD = Subject(
    name="entry",
    messages=MESSAGES,
    views=(VIEW,),
    past=PAST,
    told={
        "Registration.Submitted": _telling(RegistrationCreated, _entered),
        "Registration.Resubmitted": _telling(RegistrationCreated, _entered),
        "Registration.Promoted": _telling(RegistrationUpdated, _stands("registered")),
        "Registration.Dropped": _telling(RegistrationUpdated, _stands("dropped")),
        "Registration.Withdrawn": _telling(RegistrationCancelled, _stands("withdrawn")),
        "Registration.Disqualified": _telling(RegistrationUpdated, _stands("disqualified")),
        "Registration.Reinstated": _telling(RegistrationUpdated, _stands("registered")),
        "Registration.Cancelled": _telling(RegistrationCancelled, _stands("cancelled")),
        "Registration.CheckedIn": _telling(CheckInUpdated, _here(True)),
        "Registration.CheckInUndone": _telling(CheckInUpdated, _here(False)),
        # Told by the registration that is behind it.
        "EntryList.Opened": NOBODY,
        "EntryList.PlaceTaken": NOBODY,
        "EntryList.Queued": NOBODY,
        "EntryList.Left": NOBODY,
        "EntryList.CapacityChanged": NOBODY,
    },
)
