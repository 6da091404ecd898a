"""Facts about a game become its row."""

from collections.abc import Callable, Iterable
from typing import Any

from eventstore.records import Recorded
from projections.kernel.changes import Change, Put
from projections.kernel.view import Project, View


def _row(values: Callable[[Any], dict[str, Any]]) -> Project:
    """One row a game, with what the fact says of it."""

    def project(recorded: Recorded) -> Iterable[Change]:
        seen = {"version": recorded.originator_version}
        yield Put("game", {"game_id": recorded.originator_id}, {**values(recorded.event), **seen})

    return project


def _added(fact: Any) -> dict[str, Any]:
    return {"slug": fact.slug, "title": fact.rules.title, "rules": fact.rules, "active": True}


VIEW = View(
    "games",
    1,
    "projections.game",
    ("Game",),
    {
        "Game.Added": _row(_added),
        "Game.Changed": _row(lambda fact: {"title": fact.after.title, "rules": fact.after}),
        "Game.Retired": _row(lambda _: {"active": False}),
        "Game.Restored": _row(lambda _: {"active": True}),
    },
)
