"""The feed, the latest first."""

from uuid import UUID

from projections.feed.sentences import Scene, first, sentence
from projections.matches.queries import entrants
from projections.page import Page, page
from projections.registrations.queries import names
from projections.rows import Row, Rows


async def feed(rows: Rows, tournament_id: UUID, *, after: str | None, limit: int) -> Page:
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
    scene = await _scene(rows, found.items)
    return Page(
        [
            {**entry, "text": sentence(entry["topic"], str(entry["subject"]), entry["said"], scene)}
            for entry in found.items
        ],
        found.next,
    )


async def marks(rows: Rows, tournament_id: UUID, topics: list[str]) -> list[Row]:
    """The entries of these topics, the first one first."""
    where = {"tournament_id": tournament_id, "topic": topics}
    return await rows.select("feed", "entry", where, order=("sequence",))


async def _scene(rows: Rows, entries: list[Row]) -> Scene:
    """What these entries may name, and nothing else: a tournament may have thousands of either."""
    subjects = [entry["subject"] for entry in entries]
    matches = await rows.select("matches", "match", {"match_id": subjects})
    winners = [UUID(entrant) for entry in entries for entrant in first(entry["said"])]
    named = await names(rows, [*subjects, *winners, *entrants(matches)])
    return Scene(named, {str(match["match_id"]): match for match in matches})
