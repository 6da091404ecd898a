"""Commands on registrations."""

from typing import ClassVar
from uuid import UUID

import msgspec

from application.kernel.concerns import Stream
from domain.entry.registration import Registration
from domain.tournament.tournament import Tournament


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """Enter a tournament with one's own account."""

    concerns: ClassVar = Stream(Tournament, "tournament", within="tournament", mine="account")
    tournament: UUID
    account: UUID
    name: str
    answers: dict[str, str] = {}


class AddEntrant(msgspec.Struct, frozen=True, kw_only=True):
    """Enter somebody by name, or a `comer` who waits; `override` also above capacity, or late."""

    concerns: ClassVar = Stream(Tournament, "tournament", within="tournament")
    tournament: UUID
    name: str = ""
    comer: UUID | None = None
    answers: dict[str, str] = {}
    override: bool = False


class RegistrationCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A step of one registration."""

    concerns: ClassVar = Stream(Registration, "registration")
    registration: UUID


class Withdraw(RegistrationCommand, frozen=True, kw_only=True):
    """Leave the tournament, or its waitlist."""

    reason: str | None = None


class Disqualify(RegistrationCommand, frozen=True, kw_only=True):
    """Put the entrant out of the tournament: what is open or still to come is lost without play."""

    reason: str


class Reinstate(RegistrationCommand, frozen=True, kw_only=True):
    """Let an entrant who left, or was put out, play on; what was lost meanwhile stays lost."""

    reason: str


class CheckIn(RegistrationCommand, frozen=True, kw_only=True):
    """Say that the entrant is here."""


class UndoCheckIn(RegistrationCommand, frozen=True, kw_only=True):
    """Take a check-in back."""


class PromoteRegistration(RegistrationCommand, frozen=True, kw_only=True):
    """Move up from the waitlist (stated by a policy)."""


class CancelRegistrations(msgspec.Struct, frozen=True, kw_only=True):
    """End every registration of a cancelled tournament (stated by a policy)."""

    concerns: ClassVar = Stream(Tournament, "tournament", within="tournament")
    tournament: UUID
