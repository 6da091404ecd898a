"""Types of what comes in: strict numbers, bounded text without anything invisible, instants with a zone."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

INVISIBLE = {"Cc", "Cs", "Co", "Cn"}
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Body(BaseModel):
    """A request's body: what it does not name is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _visible(text: str) -> str:
    for character in text:
        if unicodedata.category(character) in INVISIBLE and character not in "\n\t":
            raise ValueError("must not contain control characters")
    if BIDI.search(text):
        raise ValueError("must not contain characters that change the direction of text")
    return text


def _one_line(text: str) -> str:
    if "\n" in _visible(text) or "\t" in text:
        raise ValueError("must be one line")
    if not text.strip():
        raise ValueError("must not be blank")
    return text.strip()


def _line_or_nothing(text: str) -> str:
    return _one_line(text) if text else text


def _instant(value: Any) -> datetime:
    if isinstance(value, str) and INSTANT.fullmatch(value):
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise ValueError("must be a time with its zone, such as 2026-11-24T20:15:00Z")


Name = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(_one_line)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_one_line)]
Title = Annotated[str, StringConstraints(max_length=80), AfterValidator(_line_or_nothing)]
Prose = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_visible)]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Handle = Annotated[
    str, StringConstraints(min_length=2, max_length=32, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
]
Password = Annotated[str, StringConstraints(min_length=10, max_length=200), AfterValidator(_visible)]
Url = Annotated[
    str, StringConstraints(max_length=500, pattern=r"^https?://[^\s/?#]+[^\s]*$"), AfterValidator(_one_line)
]
Instant = Annotated[
    datetime, BeforeValidator(_instant, json_schema_input_type=Annotated[str, Field(pattern=INSTANT.pattern)])
]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Amount = Annotated[int, Field(strict=True, ge=0, le=10**12)]
Flag = Annotated[bool, Field(strict=True)]
Side = Annotated[int, Field(strict=True, ge=0, le=1)]


class Reason(Body):
    """Why; everyone concerned can read it."""

    reason: Line


class Because(Body):
    """Why, where there is something to say."""

    reason: Line | None = None
