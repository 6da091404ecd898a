"""Rooms of accounts, each for its owner alone."""

from collections.abc import Mapping, Sequence

from projections.kernel.rows import LiveRows
from realtime.kernel.audiences import VISITOR, Asking
from realtime.kernel.rooms import RoomKind, Watcher


async def _owners(_: LiveRows, watchers: Sequence[Watcher]) -> Mapping[Watcher, Asking]:
    return {(scope, account): VISITOR for scope, account in watchers if scope.id == account}


ROOM = RoomKind(name="account", accounts=_owners)
