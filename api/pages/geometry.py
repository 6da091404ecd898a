"""Where each match of a draw stands: in columns of slots, two slots of one for one of the next."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

TITLES = {1: "Final", 2: "Semi-finals", 4: "Quarter-finals"}


class Bye(msgspec.Struct, frozen=True):
    """A slot of the first round that a seed has to itself."""

    seed: int
    name: str


class Column(msgspec.Struct, frozen=True):
    """The matches of a round from the top down, by number, and the byes between them."""

    title: str
    slots: tuple[int | Bye, ...]


class Section(msgspec.Struct, frozen=True):
    """What leads to one match that leads nowhere, `key` by which it is styled."""

    key: str
    title: str
    columns: tuple[Column, ...]


def sections(draw: Sequence[Mapping[str, Any]], entered: Sequence[str]) -> tuple[Section, ...]:
    """The whole draw; the last match is the one that everything else leads to."""
    matches = {match["number"]: match for match in draw}
    *beside, last = [match["number"] for match in draw if match["winner_to"] is None]
    main = _columns(matches, last, entered)
    titled = tuple(Column(TITLES.get(len(slots), f"Round of {2 * len(slots)}"), slots) for slots in main)
    found = [Section("main", "Bracket", titled)]
    for number in beside:
        title = matches[number]["name"]
        found += [Section("beside", title, (Column(title, (number,)),))]
    return tuple(found)


def _columns(
    matches: Mapping[int, Mapping[str, Any]], last: int, entered: Sequence[str]
) -> list[tuple[int | Bye, ...]]:
    """From the last match back to the first round."""
    columns: list[tuple[int | Bye, ...]] = [(last,)]
    while any(_feeders(matches, slot) for slot in columns[0]):
        sources = [side for slot in columns[0] if isinstance(slot, int) for side in matches[slot]["sides"]]
        columns.insert(0, tuple(_slot(source, entered) for source in sources))
    return columns


def _feeders(matches: Mapping[int, Mapping[str, Any]], slot: int | Bye) -> bool:
    return isinstance(slot, int) and any(side["kind"] == "winner" for side in matches[slot]["sides"])


def _slot(source: Mapping[str, Any], entered: Sequence[str]) -> int | Bye:
    number = int(source["number"])
    return number if source["kind"] == "winner" else Bye(number, entered[number - 1])
