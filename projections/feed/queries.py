"""The feed, the latest first."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from projections.entry.queries import names
from projections.feed.sentences import named, sentence
from projections.kernel.page import Page, page
from projections.kernel.rows import Row, Rows
from projections.kernel.telling import Scene
from projections.match.queries import entrants, select
from projections.match.then import past, then
from projections.timeline.timeline import Timeline

REOPENED = "Match.Reopened"


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
    scene = await _scene(rows, tournament_id, found.items)
    return Page([{**entry, "text": scene(entry)} for entry in found.items], found.next)


async def marks(rows: Rows, tournament_id: UUID, topics: list[str]) -> list[Row]:
    """The entries of these topics, the first one first."""
    where = {"tournament_id": tournament_id, "topic": topics}
    return await rows.select("feed", "entry", where, order=("sequence",))


async def _scene(rows: Rows, tournament_id: UUID, entries: list[Row]) -> Callable[[Row], str]:
    """What these entries may name, and nothing else: a tournament may have thousands of either."""
    subjects = [entry["subject"] for entry in entries]
    matches = {row["match_id"]: row for row in await select(rows, {"match_id": subjects})}
    where = {"tournament_id": tournament_id, "topic": REOPENED, "subject": list(matches)}
    timeline = await reopened(rows, await rows.select("feed", "entry", where) if matches else [])
    shown = {entry["sequence"]: as_then(timeline, matches.get(entry["subject"]), entry) for entry in entries}
    said = [UUID(entrant) for entry in entries for entrant in named(entry["topic"], entry["said"])]
    called = await names(rows, [*subjects, *said, *entrants(filter(None, shown.values()))])
    return lambda entry: told(entry, shown[entry["sequence"]], called)


async def reopened(rows: Rows, entries: Iterable[Row]) -> Timeline:
    """The timeline of the matches that were opened again: others may have sat there before."""
    return await past(rows, {entry["subject"] for entry in entries if entry["topic"] == REOPENED})


def as_then(timeline: Timeline, match: Row | None, entry: Row) -> Row | None:
    """The match of an entry, with the sides it had then where it has a past; None where it is void by now."""
    return match and (then(timeline, entry["tournament_id"], entry["subject"], entry["sequence"]) or match)


def told(entry: Row, match: Row | None, names: Mapping[str, str]) -> str:
    """The entry's sentence; `match` is its match as it stood then."""
    subject = str(entry["subject"])
    return sentence(entry["topic"], subject, entry["said"], Scene(names, {subject: match} if match else {}))
