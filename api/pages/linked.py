"""What search engines read of a page: tournaments and matches in the words of schema.org."""

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


def match_event(tournament: Row, match: Row, origin: str) -> dict[str, Any]:
    """A match of it, in the same words."""
    address = f"{origin}/t/{tournament['tournament_id']}/m/{match['number']}"
    whole = sports_event(tournament, origin)
    sides = [side["name"] for side in match["sides"] if side["name"]]
    return {
        **{name: whole[name] for name in ("@context", "@type", "eventStatus")},
        "@id": address,
        "url": address,
        "name": f"{match['name']}: {' – '.join(sides)}" if len(sides) == 2 else match["name"],
        "superEvent": {"@type": "SportsEvent", "@id": whole["@id"], "name": whole["name"]},
        "competitor": [{"@type": "SportsTeam", "name": name} for name in sides],
        **({"startDate": match["starts_at"].isoformat()} if match["starts_at"] else {}),
    }
