"""Commands on a tournament's life, definition and staff."""

from typing import ClassVar
from uuid import UUID

import msgspec

from application.kernel.concerns import Stream
from domain.tournament.definition import Definition
from domain.tournament.tournament import Tournament


class CreateTournament(msgspec.Struct, frozen=True, kw_only=True):
    """Begin a tournament; the id is chosen by the caller, so that a retry names the same one."""

    concerns: ClassVar = Stream(Tournament, "tournament", within="tournament", mine="owner", new=True)

    tournament: UUID
    owner: UUID
    definition: Definition


class TournamentCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A step in the life of one tournament."""

    concerns: ClassVar = Stream(Tournament, "tournament", within="tournament")

    tournament: UUID


class ChangeDefinition(TournamentCommand, frozen=True, kw_only=True):
    """Put another version of the definition in force."""

    definition: Definition
    reason: str | None = None


class AppointStaff(TournamentCommand, frozen=True, kw_only=True):
    """Give an account a staff role."""

    account: UUID
    role: str


class DismissStaff(TournamentCommand, frozen=True, kw_only=True):
    """Take an account's staff role away."""

    account: UUID


class PublishTournament(TournamentCommand, frozen=True, kw_only=True):
    """Show it in the directory."""


class OpenRegistration(TournamentCommand, frozen=True, kw_only=True):
    """Take entries."""


class CloseRegistration(TournamentCommand, frozen=True, kw_only=True):
    """Take no more entries."""


class OpenCheckIn(TournamentCommand, frozen=True, kw_only=True):
    """Let entrants say that they are here."""


class StartTournament(TournamentCommand, frozen=True, kw_only=True):
    """Go live."""


class CancelTournament(TournamentCommand, frozen=True, kw_only=True):
    """Call it off."""

    reason: str


class ArchiveTournament(TournamentCommand, frozen=True, kw_only=True):
    """Put it away."""


class RestoreTournament(TournamentCommand, frozen=True, kw_only=True):
    """Take it out of the archive."""
