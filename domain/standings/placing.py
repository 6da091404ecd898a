"""The place of one entrant."""

from uuid import UUID

import msgspec


class Placing(msgspec.Struct, frozen=True):
    """The shared rank of one entrant: `low` to `high`, both counted."""

    entrant: UUID
    low: int
    high: int
