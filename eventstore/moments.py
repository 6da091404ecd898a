"""Moments in the log, as people name them."""

import re
from datetime import UTC, datetime

import msgspec

LARGEST = 2**63 - 1
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


class AsOf(msgspec.Struct, frozen=True):
    """Up to and with one event: by the tournament's own number, by position in the log, or by time."""

    sequence: int | None = None
    position: int | None = None
    instant: datetime | None = None

    @classmethod
    def parse(cls, text: str) -> "AsOf":
        """`131`, `@5120`, or an RFC 3339 time; ValueError for anything else."""
        if re.fullmatch(r"[0-9]{1,19}", text) and int(text) <= LARGEST:
            return cls(sequence=int(text))
        if re.fullmatch(r"@[0-9]{1,19}", text) and int(text[1:]) <= LARGEST:
            return cls(position=int(text[1:]))
        if INSTANT.fullmatch(text):
            try:
                return cls(instant=datetime.fromisoformat(text.upper()).astimezone(UTC))
            except (ValueError, OverflowError):
                pass
        raise ValueError("an event's number (131), a position (@5120) or a time (2026-11-24T20:15:00Z)")
