"""A match's receipt: every fact of it as a sentence, with who stated it and the row before and after."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from eventstore.reader import Reader
from eventstore.records import Recorded, Sent
from projections.entry.queries import names
from projections.kernel.rows import Row, Rows
from projections.kernel.telling import Scene, Telling
from projections.match.projector import VIEW
from projections.match.queries import seated, with_more
from projections.subjects import LINES
from projections.timeline.timeline import Timeline


class Entry(msgspec.Struct, frozen=True):
    """One event of the match. `by` is the name of a side, a role among the staff, or none where the engine
    stated what followed; `before` and `after` are the match as people see it."""

    sequence: int
    at: datetime
    topic: str
    text: str
    by: str | None
    before: Row
    after: Row


async def receipt(rows: Rows, reader: Reader, match: Row) -> list[Entry]:
    """Every event of the match up to its row, the first one first."""
    facts = await reader.stream(match["match_id"], until=match["sequence"])
    sent = await reader.commands([fact.command_id for fact in facts])
    sides = [fact.event.entrant for fact in facts if fact.topic == "Match.SideSettled"]
    named = await names(rows, sides)
    actors = await _actors(rows, match["tournament_id"], sides)
    return [
        Entry(
            sequence=fact.sequence or 0,
            at=fact.recorded_at,
            topic=fact.topic,
            text=_text(fact, after, named),
            by=_by(fact, sent.get(fact.command_id), actors),
            before=before,
            after=after,
        )
        for fact, before, after in _folded(facts, named)
    ]


def _folded(facts: Iterable[Recorded], named: Mapping[str, str]) -> Iterable[tuple[Recorded, Row, Row]]:
    timeline, before = Timeline([VIEW]), Row()
    tables = timeline.tables[VIEW.name]
    for fact in facts:
        timeline.take(fact)
        row = next(iter(with_more(tables["match"].values(), tables.get("seat", {}).values())), None)
        after = seated(dict(row), named) if row else {**before, "status": "void"}
        yield fact, before, after
        before = after


def _text(fact: Recorded, match: Row, named: Mapping[str, str]) -> str:
    said = msgspec.to_builtins({name: value for name, value in vars(fact.event).items() if _told(name)})
    subject = str(fact.originator_id)
    told, line = Telling(subject, said, Scene(named, {subject: match})), LINES[fact.topic]
    if line.receipt is not None:
        return line.receipt(told)
    text = line.feed.text(told) if line.feed else ""
    return text.removeprefix(f"{match['name']} (match {match['number']}): ")


def _told(name: str) -> bool:
    return not name.startswith(("originator_", "timestamp"))


async def _actors(rows: Rows, tournament: UUID, sides: list[UUID | None]) -> dict[UUID | None, str]:
    """By account: what everyone may know of who acted."""
    within = {"tournament_id": tournament}
    staff = {
        row["account_id"]: f"the {row['role']}" for row in await rows.select("directory", "staff", within)
    }
    ids = [side for side in sides if side is not None]
    entered = await rows.select("registrations", "registration", {**within, "registration_id": ids})
    return {**staff, **{row["account_id"]: row["name"] for row in entered if row["account_id"]}}


def _by(fact: Recorded, sent: Sent | None, actors: Mapping[UUID | None, str]) -> str | None:
    if sent is None or sent.name not in LINES[fact.topic].stated_by:
        return None
    return actors.get(fact.actor, "staff")
