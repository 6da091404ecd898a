"""When players enter and check in by themselves: the status says so, and the window too, where one is set."""

from datetime import datetime

from domain.tournament.tournament import Tournament


def takes_entries(tournament: Tournament, instant: datetime) -> bool:
    """Whether registration is open at `instant`."""
    opens, closes = tournament.definition.registration_opens_at, tournament.definition.registration_closes_at
    return tournament.status == "registration_open" and _within(opens, closes, instant)


def takes_check_ins(tournament: Tournament, instant: datetime) -> bool:
    """Whether entrants may check themselves in at `instant`."""
    opens, closes = tournament.definition.check_in_opens_at, tournament.definition.check_in_closes_at
    return tournament.status == "check_in" and _within(opens, closes, instant)


def _within(opens: datetime | None, closes: datetime | None, instant: datetime) -> bool:
    """From `opens` on and before `closes`; a side that is not set is open."""
    return (opens is None or opens <= instant) and (closes is None or instant < closes)
