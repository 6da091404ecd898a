"""The feed as JSON has it."""

from datetime import datetime

from pydantic import BaseModel


class Entry(BaseModel):
    """One thing that happened, in a sentence."""

    sequence: int
    at: datetime
    topic: str
    text: str


class Feed(BaseModel):
    """A page of the feed, the latest first."""

    items: list[Entry]
    next: str | None
