"""Who asks, and from where."""

from uuid import UUID

import msgspec


class Actor(msgspec.Struct, frozen=True):
    """The account a command is carried out for, none for a visitor; its role is read when it matters."""

    account: UUID | None = None
    address: str | None = None


VISITOR = Actor()
