"""Who asks, in which session, and from where."""

from uuid import UUID

import msgspec


class Actor(msgspec.Struct, frozen=True):
    """The account a command is carried out for, none for a visitor; its role is read when it matters."""

    account: UUID | None = None
    session: UUID | None = None
    address: str | None = None
    operator: bool = False
    clock: bool = False


VISITOR = Actor()
OPERATOR = Actor(operator=True)
"""Whoever runs the machine, at its console; never anyone who comes through a network."""
CLOCK = Actor(clock=True)
"""The system itself, where an instant that somebody chose has come; never anyone from a network."""
