"""Who may see a message: predicates over who is asking and what the message is about.

Whom no predicate lets through sees nothing: there is none that a message has by default.
"""

from collections.abc import Callable, Collection
from uuid import UUID

import msgspec


class Asking(msgspec.Struct, frozen=True):
    """Who would see: somebody who may watch, one of the staff, or whoever is behind an entrant.

    Those who ask alike are one class of viewers, and are sent the same bytes.
    """

    watches: bool = False
    staff: bool = False
    own: UUID | None = None

    def less_than(self, other: "Asking") -> bool:
        """Whether the other may see something that this one may not."""
        return (other.watches and not self.watches) or (other.staff and not self.staff)


VISITOR = Asking(watches=True)
STAFF = Asking(watches=True, staff=True)


class About(msgspec.Struct, frozen=True):
    """What a message is about: the entrants it concerns, None for all there are, and one part to choose by.

    `draft` where what happened was not published yet.
    """

    concerned: Collection[UUID] | None = ()
    part: UUID | None = None
    draft: bool = False


Audience = Callable[[Asking, About], bool]


def everyone(asking: Asking, about: About) -> bool:
    """Whoever may watch; while it is a draft, its staff."""
    return asking.watches and (asking.staff or not about.draft)


def staff(asking: Asking, _: About) -> bool:
    """Those who run it."""
    return asking.staff


def own_people(asking: Asking, about: About) -> bool:
    """Whoever is behind an entrant that it concerns."""
    return asking.own is not None and (about.concerned is None or asking.own in about.concerned)


def either(*audiences: Audience) -> Audience:
    """Whomever any of them lets through."""
    return lambda asking, about: any(audience(asking, about) for audience in audiences)
