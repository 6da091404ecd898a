"""A tournament's page in memory, carried on fact by fact: fragments for whoever watches it live."""

import asyncio
from typing import Any
from uuid import UUID

import structlog

from api.bracket.pages.drawing import drawing
from api.bracket.pages.fragments import fragments
from api.bracket.pages.known import SHOWN, Known, known_of
from eventstore.reader import COLUMNS, Reader, recorded
from eventstore.records import Recorded
from projections.kernel.changes import Drop, Put, Tables, apply
from projections.views import VIEWS

log = structlog.get_logger("api")
PAGE = 500
POSITION, SEQUENCE = (COLUMNS.split(", ").index(name) for name in ("position", "sequence"))
PROJECTED = [view for view in VIEWS if view.name in SHOWN]
REDRAWN = frozenset({"draw", "seeds", "name", "status", "idle", "missed", "meetings", "kind", "conduct"})
"""Columns of brackets and of registrations on which more than single matches depends."""


class Board:
    """One tournament after one of its events; it goes forward only."""

    def __init__(self, tables: dict[str, Tables], shown: Known) -> None:
        self._tables = tables
        self._entered = shown.entered
        self._drawing = drawing(shown)

    @classmethod
    async def at(cls, reader: Reader, tournament_id: UUID, sequence: int) -> "Board":
        """After the event of that number, of a tournament that has one."""
        tables: dict[str, Tables] = {view.name: {} for view in PROJECTED}
        reached, full = 0, True
        while full:
            rows = await reader.rows_of_tournament(
                tournament_id, [""], after=reached, until=sequence, limit=PAGE
            )
            reached = await asyncio.to_thread(_take_all, tables, rows)
            full = len(rows) == PAGE
        return await asyncio.to_thread(lambda: cls(tables, known_of(tables, sequence)))

    def draw(self, fact: Recorded) -> dict[str, str | None]:
        """Carry the next fact: `html` is what it changes, `say` the sentence the feed tells of it, if any."""
        before, touched = self._drawing, _take(self._tables, fact)
        same = touched is not None
        shown = known_of(self._tables, fact.sequence or 0, self._entered if same else None)
        self._entered = shown.entered
        self._drawing = after = drawing(shown, before if same else None, touched or ())
        told = after.lines[0] if after.lines and after.lines[0].sequence == fact.sequence else None
        return {"html": fragments(before, after), "say": told.text if told else None}


def _take_all(tables: dict[str, Tables], rows: list[tuple[Any, ...]]) -> int:
    """What cannot be read or shown is left out, as it is on the page."""
    for row in rows:
        try:
            fact = recorded(row)
        except Exception:
            log.exception("a fact cannot be read", position=row[POSITION])
            continue
        for view in PROJECTED:
            try:
                apply(tables[view.name], list(view.project(fact)))
            except Exception:
                log.exception("a view cannot take a fact", view=view.name, position=row[POSITION])
    return rows[-1][SEQUENCE] if rows else 0


def _take(tables: dict[str, Tables], fact: Recorded) -> set[int] | None:
    """The numbers of the matches the fact touches; None where it may change the draw itself."""
    touched: set[int] = set()
    redrawn = False
    for view in PROJECTED:
        changes = list(view.project(fact))
        if view.name == "matches":
            touched |= _numbers(tables["matches"], changes)
        redrawn |= view.name in ("bracket", "registrations") and any(
            isinstance(change, Drop) or REDRAWN & change.values.keys() for change in changes
        )
        apply(tables[view.name], changes)
        if view.name == "matches":
            touched |= _numbers(tables["matches"], changes)
    return None if redrawn else touched


def _numbers(tables: Tables, changes: list[Put | Drop]) -> set[int]:
    """Of the matches these changes are about; a seat is of a match too."""
    rows = tables.get("match", {})
    found = (rows.get((change.key["tournament_id"], change.key["match_id"])) for change in changes)
    return {row["number"] for row in found if row}
