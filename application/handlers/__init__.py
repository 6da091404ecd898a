"""How each command is decided: load, let the aggregates decide, and say what the caller should know."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from application.handlers import (
    accounts,
    brackets,
    games,
    matches,
    registrations,
    replacing,
    seeding,
    tournaments,
)
from application.work import Work

Handler = Callable[[Any, Work, Any], Awaitable[dict[str, Any] | None]]

HANDLERS: dict[type[msgspec.Struct], Handler] = {
    **accounts.HANDLERS,
    **games.HANDLERS,
    **tournaments.HANDLERS,
    **registrations.HANDLERS,
    **brackets.HANDLERS,
    **replacing.HANDLERS,
    **seeding.HANDLERS,
    **matches.HANDLERS,
}
