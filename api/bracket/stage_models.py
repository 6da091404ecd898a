"""Stages: where each stands, its table, and what it would be drawn from."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from api.bracket.models import Source
from api.kernel.commanding import Accepted
from api.kernel.fields import Body, Line, Name


class Rest(Body):
    """Who sits the next round out: `absent` for nothing, `half_byes` for half a win."""

    absent: list[UUID] = []
    half_byes: list[UUID] = []


class Replace(Body):
    """Who has not played in the stage, who is to take their place, and why.

    That is somebody who is entered or waits, `comer_id`, or somebody new of that `name`.
    """

    registration_id: UUID
    comer_id: UUID | None = None
    name: Name | None = None
    reason: Line


class Conduct(Body):
    """An entrant's points for fair play in the stage, of which more are better, and what they are for."""

    registration_id: UUID
    points: Annotated[int, Field(ge=-999, le=999, strict=True)]
    reason: Line


class RoundDrawn(Accepted):
    """Which round was drawn."""

    round: int


class StageState(BaseModel):
    """A stage as it stands: `not drawn`, `drawn`, `finalized` or `completed`; `round` is the latest drawn.

    `open` are the matches that are not decided, `played_as` is how it is, or is to be, played.
    """

    number: int
    name: str
    status: str
    played_as: dict[str, Any]
    entrants: int | None
    round: int | None
    open: int | None


class Stages(BaseModel):
    """All stages of a tournament, in order."""

    items: list[StageState]


class Part(BaseModel):
    """What one round adds to a value, in units of which `unit` make one; one that is cut is not `counted`.

    `match` and `sequence` are the match behind it and the event that last touched that.
    """

    round: int
    opponent: UUID | None
    name: str | None
    amount: int
    counted: bool
    why: str
    match: int | None
    sequence: int | None


class Value(BaseModel):
    """A tie-break's value, and what it is made of; none where it does not apply. Mini-tables of mini-tables
    give several numbers."""

    name: str
    value: float | list[float] | None
    unit: int
    parts: list[Part]


class Row(BaseModel):
    """An entrant in the table: the shared rank `low` to `high`, a `position` to sort by; `left` says how, if
    they left.

    Within a shared rank the better seed comes first. Who is `level_at_cut` shares one of which a later stage
    takes some and not the others, and that is how it tells them apart.
    """

    position: int
    low: int
    high: int
    seed: int
    registration_id: UUID
    name: str
    points: float
    left: str | None
    level_at_cut: bool
    values: list[Value]


class Group(BaseModel):
    """The standings of a group; a stage without groups has one, `main`."""

    name: str
    rows: list[Row]


class Table(BaseModel):
    """The standings of a stage by its tie-breaks in order."""

    stage: int
    tie_breaks: list[str]
    groups: list[Group]


class Comer(BaseModel):
    """Who would be on a seed: that rank of that group of that stage, and who is there now, if it is known."""

    seed: int
    stage: int
    group: str
    rank: int
    registration_id: UUID | None
    name: str | None


class Preview(BaseModel):
    """A match as it would be drawn, with the number it would have."""

    number: int
    round: int
    bracket: str
    name: str
    sides: list[Source]


class Previewed(BaseModel):
    """What the stage would be drawn from now, and how.

    `complete` says that the stages before are; `differs`, of a stage that is drawn already, that it would be
    drawn from others, or in another order, than it was.
    """

    stage: int
    complete: bool
    differs: bool
    entrants: list[Comer]
    matches: list[Preview]
