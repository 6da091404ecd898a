"""Sides of matches, and who moves to them."""

from uuid import UUID

import msgspec


class Seat(msgspec.Struct, frozen=True):
    """One side of one match."""

    match: int
    side: int


class Move(msgspec.Struct, frozen=True):
    """Who takes which side of which match; no entrant means that the side stays vacant for good."""

    match: int
    side: int
    entrant: UUID | None
