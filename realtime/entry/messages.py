"""Who is in from here on, and who is here."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from realtime.kernel.messages import Event, example


class Entrant(msgspec.Struct, frozen=True):
    """Who sits on a side of a match."""

    registration_id: UUID
    name: str


class RegistrationState(msgspec.Struct, frozen=True):
    """A registration as it is from here on: registered, waitlisted, withdrawn, disqualified, dropped …"""

    registration_id: UUID
    name: str
    status: str


class CheckInState(msgspec.Struct, frozen=True):
    """Whether an entrant is here."""

    registration_id: UUID
    name: str
    checked_in: bool


class RegistrationCreated(Event, frozen=True, kw_only=True, tag="registration_created"):
    """Somebody entered, or entered again."""

    data: RegistrationState


class RegistrationUpdated(Event, frozen=True, kw_only=True, tag="registration_updated"):
    """An entrant moved up from the waitlist, or was left out."""

    data: RegistrationState


class RegistrationCancelled(Event, frozen=True, kw_only=True, tag="registration_cancelled"):
    """An entrant withdrew, or the tournament was called off."""

    data: RegistrationState


class CheckInUpdated(Event, frozen=True, kw_only=True, tag="check_in_updated"):
    """An entrant is here, or is not after all."""

    data: CheckInState


ANN, BEN = (Entrant(example(name), name) for name in ("Ann", "Ben"))
MESSAGES: Mapping[type[Event], Any] = {
    RegistrationCreated: RegistrationState(ANN.registration_id, ANN.name, "registered"),
    RegistrationUpdated: RegistrationState(ANN.registration_id, ANN.name, "dropped"),
    RegistrationCancelled: RegistrationState(ANN.registration_id, ANN.name, "withdrawn"),
    CheckInUpdated: CheckInState(ANN.registration_id, ANN.name, checked_in=True),
}
"""Each with an example of what it says."""
