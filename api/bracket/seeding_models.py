"""Seeds by lot, by rating, by an earlier tournament or by a file, and entrants who are kept apart."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from api.kernel.commanding import Accepted
from api.kernel.fields import Body, Flag, Line

LONGEST_FILE = 256 * 1024
Rating = Annotated[int, Field(strict=True, ge=-999_999, le=999_999)]
Rounds = Annotated[int, Field(strict=True, ge=1, le=12)]
Labels = Annotated[list[Line], Field(min_length=1, max_length=16)]


class Lot(Body):
    """The lot that decides, such as one announced before entries closed; without it one is made."""

    lot: Line | None = None


class Ratings(Body):
    """Ratings by registration."""

    ratings: Annotated[dict[UUID, Rating], Field(min_length=1, max_length=4096)]


class Earlier(Body):
    """The earlier tournament."""

    tournament_id: UUID


class SeedingFile(Body):
    """A CSV file: a line of columns (`name`, and where known `seed`, `rating`, `club`, `region`), then a line
    for every entrant. To `separate` keeps who shares a club or a region apart, for so many `rounds`."""

    csv: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_FILE, pattern=r"^[^\x00]*$")]
    separate: Flag = False
    rounds: Rounds | None = None


class Separation(Body):
    """Labels by registration, such as a club, a region, or one that two recent opponents have alone; who
    shares one is kept apart, for so many `rounds`."""

    labels: Annotated[dict[UUID, Labels], Field(min_length=1, max_length=4096)]
    rounds: Rounds | None = None


class ByLot(Accepted):
    """The lot that was drawn: with it anyone can draw the order again."""

    lot: str


class ByPlaces(Accepted):
    """How many of the entrants have a place in the earlier tournament."""

    found: int


class Conflict(BaseModel):
    """Two who share a label and can meet in `round`, earlier than so many of that label need to; `entrant` is
    the better seed."""

    entrant: UUID
    other: UUID
    label: str
    round: int


class Separated(Accepted):
    """Who could not be kept apart, by round."""

    conflicts: list[Conflict]
