"""What search engines read of a match, in the words of schema.org."""

from typing import Any

from api.tournament.linked import sports_event
from projections.kernel.rows import Row


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
