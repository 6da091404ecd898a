"""The feed, the latest first."""

from collections.abc import Mapping
from uuid import UUID

from projections.feed.sentences import Scene, sentence
from projections.page import Page, page
from projections.rows import Rows


async def feed(
    rows: Rows, tournament_id: UUID, names: Mapping[str, str], *, after: str | None, limit: int
) -> Page:
    """Entries with their sentences."""
    found = await page(
        rows,
        "feed",
        "entry",
        {"tournament_id": tournament_id},
        order=("sequence",),
        after=after,
        limit=limit,
        descending=True,
    )
    matches = await rows.select("matches", "match", {"tournament_id": tournament_id})
    scene = Scene(names, {str(match["match_id"]): match for match in matches})
    return Page(
        [
            {**entry, "text": sentence(entry["topic"], str(entry["subject"]), entry["said"], scene)}
            for entry in found.items
        ],
        found.next,
    )
