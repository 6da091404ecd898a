"""When players enter and check in by themselves: the status says so, and the window too, where one is set."""

from datetime import datetime
from typing import NamedTuple

from domain.tournament.tournament import Tournament


def takes_entries(tournament: Tournament, instant: datetime) -> bool:
    """Whether registration is open at `instant`."""
    opens, closes = tournament.definition.registration_opens_at, tournament.definition.registration_closes_at
    return tournament.status == "registration_open" and _within(opens, closes, instant)


def takes_check_ins(tournament: Tournament, instant: datetime) -> bool:
    """Whether entrants may check themselves in at `instant`."""
    opens, closes = tournament.definition.check_in_opens_at, tournament.definition.check_in_closes_at
    return tournament.status == "check_in" and _within(opens, closes, instant)


class Step(NamedTuple):
    """What a window asks for: the field that names the instant, and the instant."""

    window: str
    at: datetime


def next_step(tournament: Tournament, opened_at: datetime | None, instant: datetime) -> Step | None:
    """What the windows ask for in the present status, seen from `instant`; it may lie in the past.

    Nothing opens whose end has passed. Registration that was opened, at `opened_at`, after the instant at
    which it was to close, is left to whoever opened it.
    """
    defined = tournament.definition
    opens, closes, checks_in = (
        defined.registration_opens_at,
        defined.registration_closes_at,
        defined.check_in_opens_at,
    )
    match tournament.status:
        case "published" if opens and _within(None, closes, instant):
            return Step("registration_opens_at", opens)
        case "registration_open" if closes and opened_at and opened_at < closes:
            return Step("registration_closes_at", closes)
        case "registration_closed" if checks_in and _within(None, defined.check_in_closes_at, instant):
            return Step("check_in_opens_at", checks_in)
    return None


def _within(opens: datetime | None, closes: datetime | None, instant: datetime) -> bool:
    """From `opens` on and before `closes`; a side that is not set is open."""
    return (opens is None or opens <= instant) and (closes is None or instant < closes)
