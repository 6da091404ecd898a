"""Rooms of tournaments: open to all once it is published, unless it is private; its staff sees more."""

from collections.abc import Mapping, Sequence
from typing import Any

from application.kernel.authorization import Standing
from application.subjects import MENU
from projections.kernel.rows import LiveRows
from projections.tournament import standing
from realtime.kernel.audiences import STAFF, VISITOR, Asking
from realtime.kernel.moment import Moment
from realtime.kernel.rooms import RoomKind, Watcher
from realtime.tournament.told import line

WATCH = "see the tournament"
WATCH_AS_STAFF = "see the tournament's facts"
OVER = ("completed", "cancelled", "archived")


def _hidden(moment: Moment) -> bool:
    row = line(moment)
    return row is None or standing.hidden(row)


def _over(moment: Moment) -> bool:
    row = line(moment)
    return row is not None and row["status"] in OVER


def _draft(moment: Moment) -> bool:
    row = line(moment)
    return row is not None and row["status"] == "draft"


async def _accounts(rows: LiveRows, watchers: Sequence[Watcher]) -> Mapping[Watcher, Asking]:
    """In one question, however many they are."""
    found = await standing.standings(rows, [(scope.id, account) for scope, account in watchers])
    askings = {
        (scope, account): _asking(found[scope.id, account])
        for scope, account in watchers
        if (scope.id, account) in found
    }
    return {watcher: asking for watcher, asking in askings.items() if asking is not None}


def _asking(how: dict[str, Any]) -> Asking | None:
    """What the table gives someone of this standing to see."""
    asked = Standing(**how)
    if MENU.allowed(WATCH_AS_STAFF, asked):
        return STAFF
    return VISITOR if MENU.allowed(WATCH, asked) else None


ROOM = RoomKind(
    name="tournament",
    accounts=_accounts,
    viewers=(VISITOR, STAFF),
    hidden=_hidden,
    over=_over,
    draft=_draft,
    drawn=True,
)
