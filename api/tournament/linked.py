"""What search engines read of a tournament, in the words of schema.org."""

from typing import Any

from projections.kernel.rows import Row

EVENT_STATUS = {"cancelled": "EventCancelled"}
SCHEMA = "https://schema.org"


def sports_event(tournament: Row, origin: str) -> dict[str, Any]:
    """The tournament as search engines read it (schema.org)."""
    definition = tournament["definition"]
    told = {
        "@context": SCHEMA,
        "@type": "SportsEvent",
        "@id": f"{origin}/t/{tournament['tournament_id']}",
        "url": f"{origin}/t/{tournament['tournament_id']}",
        "name": tournament["name"],
        "startDate": definition["starts_at"],
        "eventStatus": f"{SCHEMA}/{EVENT_STATUS.get(tournament['status'], 'EventScheduled')}",
        "maximumAttendeeCapacity": definition["capacity"],
    }
    return {name: value for name, value in told.items() if value is not None}
