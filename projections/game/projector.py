"""Facts about a game become its row."""

from collections.abc import Iterable
from typing import Any

from eventstore.records import Recorded
from projections.kernel.changes import Change, Put


def project(recorded: Recorded) -> Iterable[Change]:
    """One row a game."""
    if recorded.topic.startswith("Game."):
        values = {**_values(recorded.topic, recorded.event), "version": recorded.originator_version}
        yield Put("game", {"game_id": recorded.originator_id}, values)


def _values(topic: str, fact: Any) -> dict[str, Any]:
    match topic:
        case "Game.Added":
            return {"slug": fact.slug, "title": fact.rules.title, "rules": fact.rules, "active": True}
        case "Game.Changed":
            return {"title": fact.after.title, "rules": fact.after}
        case _:
            return {"active": topic == "Game.Restored"}
