"""Commands on registrations."""

from uuid import UUID

import msgspec


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """Enter a tournament with one's own account."""

    tournament: UUID
    account: UUID
    name: str
    answers: dict[str, str] = {}


class AddEntrant(msgspec.Struct, frozen=True, kw_only=True):
    """Enter somebody by name, or a `comer` who waits; `override` also above capacity, or late."""

    tournament: UUID
    name: str = ""
    comer: UUID | None = None
    answers: dict[str, str] = {}
    override: bool = False


class RegistrationCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A step of one registration."""

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


class Challenge(RegistrationCommand, frozen=True, kw_only=True):
    """Challenge somebody further up a ladder, which is that stage of the tournament."""

    challenged: UUID
    stage: int = 1


class PromoteRegistration(RegistrationCommand, frozen=True, kw_only=True):
    """Move up from the waitlist (stated by a policy)."""


class CancelRegistrations(msgspec.Struct, frozen=True, kw_only=True):
    """End every registration of a cancelled tournament (stated by a policy)."""

    tournament: UUID
