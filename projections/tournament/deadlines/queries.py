"""What the windows of all tournaments ask for, as `domain.tournament.windows` says it of one."""

from datetime import datetime
from typing import LiteralString

from projections.kernel.rows import LiveRows, Row

STEPS: LiteralString = """
SELECT tournament_id, step.window, step.at FROM view_deadlines.tournament AS t, LATERAL (
    SELECT 'registration_opens_at' AS window, t.registration_opens_at AS at
    WHERE t.status = 'published' AND coalesce(%(instant)s < t.registration_closes_at, true)
    UNION ALL
    SELECT 'registration_closes_at', t.registration_closes_at
    WHERE t.status = 'registration_open' AND t.opened_at < t.registration_closes_at
    UNION ALL
    SELECT 'check_in_opens_at', t.check_in_opens_at
    WHERE t.status = 'registration_closed' AND coalesce(%(instant)s < t.check_in_closes_at, true)
) AS step WHERE t.status IN ('published', 'registration_open', 'registration_closed')
"""
DUE: LiteralString = STEPS + " AND step.at <= %(instant)s ORDER BY step.at, tournament_id"
NEXT: LiteralString = STEPS + " AND step.at > %(instant)s ORDER BY step.at LIMIT 1"


async def due(rows: LiveRows, instant: datetime) -> list[Row]:
    """Steps whose time has come and that nobody took yet, the longest overdue first."""
    return await rows.of(DUE, {"instant": instant})


async def upcoming(rows: LiveRows, instant: datetime) -> datetime | None:
    """When the next step is due."""
    found = await rows.of(NEXT, {"instant": instant})
    return found[0]["at"] if found else None
