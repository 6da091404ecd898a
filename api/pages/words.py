"""How pages put things: times, states and counts in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup

STATUS = {
    "draft": "Draft",
    "published": "Announced",
    "registration_open": "Registration open",
    "registration_closed": "Registration closed",
    "check_in": "Check-in",
    "seeded": "Drawn",
    "live": "Live",
    "completed": "Over",
    "cancelled": "Cancelled",
    "archived": "Archived",
}
"""The states of a tournament."""
PLAYED = {
    "single-elimination": "single elimination",
    "double-elimination": "double elimination",
    "round-robin": "round robin",
    "swiss": "Swiss",
    "gsl": "groups of four",
}
"""The formats of stages inside a sentence; others are called as they are named."""
ENDINGS = {
    "played": "played",
    "level": "level",
    "forfeit": "given up",
    "no_show": "did not come",
    "withdrawn": "withdrew",
    "disqualified": "disqualified",
    "walkover": "without a game",
    "double_forfeit": "neither side won",
    "vacant": "nobody came",
}
"""How matches end."""
ENDS = {1: "st", 2: "nd", 3: "rd"}
MATCH_STATUS = {
    "drawn": "Drawn",
    "scheduled": "Waiting",
    "waiting": "Waiting",
    "ready": "Ready",
    "live": "Live",
    "reported": "Reported",
    "disputed": "Disputed",
    "completed": "Final",
    "void": "Called off",
}
"""The states of a match."""


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


def status(name: str) -> str:
    """A tournament's state as people say it."""
    return STATUS[name]


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


def ending(name: str) -> str:
    """How a match ended, as people say it."""
    return ENDINGS[name]


def match_status(name: str) -> str:
    """A match's state as people say it."""
    return MATCH_STATUS[name]


def source(where: Mapping[str, Any]) -> str:
    """Who will take a side that nobody has: `Winner of M9`, `Seed 3`."""
    number = where["number"]
    return f"Seed {number}" if where["kind"] == "seed" else f"{where['kind'].capitalize()} of M{number}"


def inside(text: str) -> str:
    """`the winner of M9`, where a source stands inside a sentence."""
    return f"the {text[:1].lower()}{text[1:]}"


def inline(text: str) -> str:
    """`groups, then Swiss`, where a format stands inside a sentence; Swiss stays a name."""
    return text if text.startswith("Swiss") else text[:1].lower() + text[1:]


def place(span: Sequence[int]) -> str:
    """`1st`, or `out, 5th–8th`: what a match leaves a side with."""
    low, high = span
    return ordinal(low) if low == high else f"out, {ordinal(low)}–{ordinal(high)}"


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
    "ending": ending,
    "instant": instant,
    "kind": kind,
    "inside": inside,
    "match_status": match_status,
    "place": place,
    "sentence": sentence,
    "source": source,
    "stage_title": stage_title,
    "format_name": format_name,
    "inline": inline,
    "played": played,
    "moment": moment,
    "status": status,
}
