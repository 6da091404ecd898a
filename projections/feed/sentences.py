"""One sentence for each entry of the feed, as the subject of its fact says it."""

from collections.abc import Mapping
from typing import Any

from projections.kernel.telling import Scene, Telling
from projections.subjects import LINES


def sentence(topic: str, subject: str, said: Mapping[str, Any], scene: Scene) -> str:
    """The entry as a person says it; empty where nothing is told of such a fact."""
    feed = LINES[topic].feed
    return feed.text(Telling(subject, said, scene)) if feed else ""


def named(topic: str, said: Mapping[str, Any]) -> list[str]:
    """The ids of those whom the sentence names, beside its subject."""
    feed = LINES[topic].feed
    return list(feed.names(said)) if feed else []
