"""What a room is about, and how the rooms of one kind are: who is in them, and who may see them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

import msgspec

from eventstore.records import Scope
from projections.kernel.rows import LiveRows
from realtime.kernel.audiences import VISITOR, Asking
from realtime.kernel.moment import Moment

Watcher = tuple[Scope, UUID]
"""A scope, and an account that would watch it."""


async def no_account(_: LiveRows, __: Sequence[Watcher]) -> Mapping[Watcher, Asking]:
    """Nobody may."""
    return {}


class RoomKind(msgspec.Struct, frozen=True, kw_only=True):
    """How rooms of one kind are; who is not let in by it stays out.

    `accounts` says of many accounts at once what each is in the room it asks for, for those who may enter;
    visitors may where it is not `hidden` from them. `viewers` are the classes of those inside. It has no more
    to tell once it is `over`, and what happens in a `draft` is not for everyone. `drawn` where pages show it.
    """

    name: str
    accounts: Callable[[LiveRows, Sequence[Watcher]], Awaitable[Mapping[Watcher, Asking]]] = no_account
    viewers: tuple[Asking, ...] = (VISITOR,)
    hidden: Callable[[Moment], bool] = lambda _: True
    over: Callable[[Moment], bool] = lambda _: False
    draft: Callable[[Moment], bool] = lambda _: False
    drawn: bool = False
