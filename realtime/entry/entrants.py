"""Entrants by the name of that time."""

from uuid import UUID

from projections.entry.projector import VIEW
from projections.kernel.rows import Row
from realtime.entry.messages import Entrant
from realtime.kernel.moment import Moment

PAST = {VIEW.name: {"registration": ("name", "account_id")}}


def registration(moment: Moment, registration: UUID) -> Row | None:
    """Somebody who had entered by then, and be it to leave again."""
    return moment.row(VIEW, "registration", registration)


def entrant(moment: Moment, entrant: UUID) -> Entrant:
    """Who that is."""
    row = registration(moment, entrant)
    return Entrant(entrant, row["name"] if row else "")
