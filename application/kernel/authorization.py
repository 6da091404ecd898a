"""What a rule of who may is made of: a role floor, and a tie to what the command or the question touches."""

from collections.abc import Callable

import msgspec

OF_THE_CLOCK = "CLOCK"
"""The role of the system itself, on no ladder: it may send what a subject lets the clock send."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How the actor stands to what is touched.

    The role of the account, the role among the `staff` of the scope, whether it is the actor's own, whether
    the actor is an entrant there, and whether only those concerned may know of it.
    """

    role: str = "SPECTATOR"
    staff: str | None = None
    owns: bool = False
    entrant: bool = False
    hidden: bool = False


Predicate = Callable[[Standing], bool]


def anyone(standing: Standing) -> bool:
    """No tie to the object is needed."""
    return True


def owner_of_it(standing: Standing) -> bool:
    """The account, the entrant or the side itself."""
    return standing.owns


def staff(*roles: str) -> Predicate:
    """Tournament staff in one of `roles`; an ADMIN stands above."""

    def of_the_tournament(standing: Standing) -> bool:
        return standing.staff in roles or standing.role == "ADMIN"

    return of_the_tournament


def owner_or_staff(*roles: str) -> Predicate:
    """The entrant, or staff in one of `roles`."""
    of_staff = staff(*roles)
    return lambda standing: standing.owns or of_staff(standing)


def in_sight(standing: Standing) -> bool:
    """What is published is for everyone; a draft or a private tournament only for those concerned."""
    return not standing.hidden or standing.entrant or standing.staff is not None or standing.role == "ADMIN"


def oneself_in_sight(standing: Standing) -> bool:
    """The account itself, in a tournament it may know of."""
    return standing.owns and in_sight(standing)


class Rule(msgspec.Struct, frozen=True):
    """A role floor and a tie."""

    floor: str
    tie: Predicate
