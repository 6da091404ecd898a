"""How every page puts things: times, counts, ordinals, and how a stage is played, in words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup

PLAYED = {
    "single-elimination": "single elimination",
    "double-elimination": "double elimination",
    "round-robin": "round robin",
    "swiss": "Swiss",
    "gsl": "groups of four",
}
"""The formats of stages inside a sentence; others are called as they are named."""
ENDS = {1: "st", 2: "nd", 3: "rd"}


def clock(instant: datetime) -> Markup:
    """`20:15`, in UTC, for people and for programs."""
    return _time(instant, f"{instant:%H:%M}")


def day(instant: datetime) -> str:
    """`Wednesday 25 November 2026`, in UTC."""
    return f"{instant:%A} {instant.day} {instant:%B %Y}"


def moment(instant: datetime) -> Markup:
    """`Wednesday 25 November 2026, 20:15 UTC`, for people and for programs."""
    return _time(instant, instant_words(instant))


def instant_words(instant: datetime) -> str:
    """The same for people alone."""
    return f"{day(instant)}, {instant:%H:%M} UTC"


def _time(instant: datetime, text: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(instant.isoformat(), text)


def instant(text: str) -> datetime:
    """An instant as JSON has it."""
    return datetime.fromisoformat(text)


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 entrant`, `1,284 entrants`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def format_name(definition: Mapping[str, Any]) -> str:
    """How a tournament is played, as people say it: `Groups, then double elimination`."""
    stages = definition["stages"] or [{"format": definition["format"], "groups": 1, "sources": []}]
    said: list[str] = []
    for before, stage in zip([None, *stages], stages, strict=False):
        beside = before is not None and _from(before) == _from(stage)
        if not (beside and said[-1] == played(stage)):
            said.append(played(stage))
    return sentence(", then ".join(said))


def _from(stage: Mapping[str, Any]) -> set[int]:
    return {source["stage"] for source in stage["sources"]}


def played(stage: Mapping[str, Any]) -> str:
    """A stage's format inside a sentence."""
    if stage["format"] == "round-robin" and stage["groups"] > 1:
        return "groups"
    return PLAYED.get(stage["format"], str(stage["format"]).replace("-", " "))


def stage_title(stage: Mapping[str, Any]) -> str:
    """A stage's name, or what it is."""
    return str(stage["name"] or stage["format"].replace("-", " ").capitalize())


def sentence(text: str) -> str:
    """The same with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def inline(text: str) -> str:
    """`groups, then Swiss`, where a format stands inside a sentence; Swiss stays a name."""
    return text if text.startswith("Swiss") else text[:1].lower() + text[1:]


def ordinal(number: int) -> str:
    """`1st`, `12th`, `23rd`."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else ENDS.get(number % 10, 'th')}"


def kind(topic: str) -> str:
    """The class of a fact's entry in the feed: `Match.ResultConfirmed` as `resultconfirmed`."""
    return topic.partition(".")[2].lower()


FILTERS: Mapping[str, Callable[..., Any]] = {
    "clock": clock,
    "count": count,
    "day": day,
    "instant": instant,
    "kind": kind,
    "sentence": sentence,
    "stage_title": stage_title,
    "format_name": format_name,
    "inline": inline,
    "played": played,
    "moment": moment,
}
