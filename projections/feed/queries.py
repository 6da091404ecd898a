"""The feed, the latest first."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from projections.entry.queries import names
from projections.feed.sentences import as_then, named, sentence
from projections.kernel.page import Page, page
from projections.kernel.rows import Row, Rows
from projections.kernel.telling import Scene
from projections.match.queries import entrants, select

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
    reopened = await rows.select("feed", "entry", where) if matches else []
    left = [UUID(str(each)) for entry in reopened for each in entry["said"]["left"] if each]
    said = [UUID(entrant) for entry in entries for entrant in named(entry["topic"], entry["said"])]
    called = await names(rows, [*subjects, *said, *left, *entrants(list(matches.values()))])
    return lambda entry: told(entry, matches.get(entry["subject"]), reopened, called)


def told(entry: Row, match: Row | None, reopened: Iterable[Row], names: Mapping[str, str]) -> str:
    """The entry's sentence, with the sides its match had then."""
    subject = str(entry["subject"])
    own = [each for each in reopened if each["subject"] == entry["subject"] and each["topic"] == REOPENED]
    scene = Scene(names, {subject: as_then(match, entry["sequence"], own)} if match else {})
    return sentence(entry["topic"], subject, entry["said"], scene)
