"""What a subject declares of the stream: which message each of its facts becomes, and who may see it."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

import msgspec

from eventstore.records import Recorded
from projections.kernel.view import View
from projections.timeline.timeline import Columns
from realtime.kernel.audiences import About, Asking, Audience
from realtime.kernel.messages import Event
from realtime.kernel.moment import Moment


class UnknownFact(Exception):
    """A fact whose topic no subject names."""


def nobody(_: Any, __: Moment) -> Collection[UUID]:
    """No entrant is concerned."""
    return ()


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """How a fact is told: to whom, as which message, and what that says.

    `concerns` are the entrants it is about, by what is said; None for all there are. `part` is the one thing
    of many that it is about, where a viewer may choose to hear of that alone.
    """

    to: Audience
    message: Callable[..., Event]
    says: Callable[[Recorded, Moment], Any]
    concerns: Callable[[Any, Moment], Collection[UUID] | None] = nobody
    part: Callable[[Recorded], UUID | None] = lambda _: None


NOBODY = None
"""What is told to nobody, on purpose."""


class Told(msgspec.Struct, frozen=True):
    """A message, its `prev` still to be filled in, what it is about, and who may see it."""

    event: Event
    about: About
    audience: Audience

    def seen_by(self, asking: Asking) -> bool:
        """Whether they may see it."""
        return self.audience(asking, self.about)


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What a subject tells: `told` names every topic of its aggregates, also those told to nobody.

    `messages` are what they become, each with an example of what it says. `past` are the columns of its views
    that messages name, as they were then.
    """

    name: str
    messages: Mapping[type[Event], Any] = {}
    told: Mapping[str, Telling | None]
    views: tuple[View, ...] = ()
    past: Columns = {}
