"""What an evening in memory becomes for those who watch."""

from typing import Any

from eventstore.records import Scope
from realtime.kernel.audiences import STAFF, VISITOR
from realtime.kernel.subject import Told
from realtime.relay import relay
from realtime.scene import Scene
from tests.support.evening import Evening


def scene(evening: Evening) -> Scene:
    """Of its tournament, before anything has happened."""
    return Scene(Scope("tournament", evening.tournament))


def told(evening: Evening) -> list[Any]:
    """Every event for staff, in order, with who may see it."""
    here, found = scene(evening), []
    for recorded in evening.facts.recorded:
        if recorded.tournament_id is not None:
            here.fold(recorded)
            found.append(relay(recorded, here))
    return [each for each in found if each is not None]


def seen(each: Told) -> list[str]:
    """By whom."""
    return [name for name, asking in (("visitor", VISITOR), ("staff", STAFF)) if each.seen_by(asking)]
