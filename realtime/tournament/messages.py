"""How a tournament is from here on, and who its staff are."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from realtime.kernel.messages import Event, example


class TournamentState(msgspec.Struct, frozen=True):
    """The tournament as it is from here on."""

    name: str
    status: str


class StaffState(msgspec.Struct, frozen=True):
    """Staff of the tournament; no role where the account is staff no more."""

    account_id: UUID
    role: str | None


class TournamentUpdated(Event, frozen=True, kw_only=True, tag="tournament_updated"):
    """The tournament was published, opened, closed, started, completed, cancelled, archived or renamed."""

    data: TournamentState


class StaffUpdated(Event, frozen=True, kw_only=True, tag="staff_updated"):
    """Someone joined or left the staff; staff alone sees it."""

    data: StaffState


MESSAGES: Mapping[type[Event], Any] = {
    TournamentUpdated: TournamentState("Autumn Open", "live"),
    StaffUpdated: StaffState(example("ben"), "REFEREE"),
}
"""Each with an example of what it says."""
