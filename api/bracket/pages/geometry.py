"""Where each match of a draw stands: in columns of slots, one or two slots of one for one of the next."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from domain.formats.elimination.double_elimination import FINAL, LOSERS, WINNERS
from domain.formats.elimination.single_elimination import MAIN, Losers

TITLES = {1: "Final", 2: "Semi-finals", 4: "Quarter-finals"}
CONSOLATION = str(Losers.CONSOLATION)
Match = Mapping[str, Any]


class Bye(msgspec.Struct, frozen=True):
    """A slot of the first round that a seed has to itself."""

    seed: int
    name: str


class Gap(msgspec.Struct, frozen=True):
    """A slot of the lower bracket in which nobody plays: whoever joins it there goes through."""


Slot = int | Bye | Gap


class Column(msgspec.Struct, frozen=True):
    """The matches of a round from the top down, by number, and the byes between them.

    `level` where each slot leads to the one beside it, and not two to the one between them; `loose` where
    nothing is said about where they lead.
    """

    title: str
    slots: tuple[Slot, ...]
    level: bool = False
    loose: bool = False


class Section(msgspec.Struct, frozen=True):
    """What leads to one match that leads nowhere, `key` by which it is styled."""

    key: str
    title: str
    columns: tuple[Column, ...]


def sections(draw: Sequence[Match], entered: Sequence[str]) -> tuple[Section, ...]:
    """The whole draw, bracket by bracket."""
    matches = {match["number"]: match for match in draw}
    brackets: dict[str, list[int]] = {}
    for match in draw:
        brackets.setdefault(match["bracket"], []).append(match["number"])
    if WINNERS in brackets:
        return _double(matches, brackets, entered)
    return tuple(_section(name, numbers, matches, entered) for name, numbers in brackets.items())


def _section(
    name: str, numbers: Sequence[int], matches: Mapping[int, Match], entered: Sequence[str]
) -> Section:
    """A bracket that ends in one match: a tree, a ladder of single matches, or else round by round."""
    key = "main" if name == MAIN else "beside"
    title = "Bracket" if name == MAIN else _in_words(name, matches[numbers[0]])
    rounds: dict[int, list[int]] = {}
    for number in numbers:
        rounds.setdefault(matches[number]["round"], []).append(number)
    if len(rounds) > 2 and len(rounds) == len(numbers):
        steps = [Column(matches[number]["name"], (number,), level=True) for number in numbers]
        return Section(key, title, tuple(steps))
    columns = _columns(matches, numbers[-1], entered) if _is_tree(numbers, matches) else []
    if sorted(slot for column in columns for slot in column if isinstance(slot, int)) != sorted(numbers):
        loose = [Column(f"Round {number}", tuple(found), loose=True) for number, found in rounds.items()]
        return Section(key, title, tuple(loose))
    if len(numbers) == 1 and name != MAIN:
        return Section(key, title, (Column(title, (numbers[0],)),))
    if name in (MAIN, CONSOLATION):
        return Section(key, title, _titled(columns, _field))
    return Section(key, title, tuple(Column(_shared(slots, matches), slots) for slots in columns))


def _in_words(name: str, first: Match) -> str:
    """`Consolation`, `Places 5–8`, or as its only match is called."""
    return "Consolation" if name == CONSOLATION else str(first["name"]).partition(", match")[0]


def _shared(slots: Sequence[Slot], matches: Mapping[int, Match]) -> str:
    numbers = [slot for slot in slots if isinstance(slot, int)]
    return str(matches[numbers[0]]["name"]).partition(", match")[0]


def _is_tree(numbers: Sequence[int], matches: Mapping[int, Match]) -> bool:
    """Whether it is no deeper than its matches fill."""
    depth: dict[int, int] = {}
    for number in numbers:
        depth[number] = 1 + max((depth.get(feeder, 0) for feeder in _feeders(matches, number)), default=0)
    return bool(1 << max(depth.values()) <= 4 * (len(numbers) + 1))


def _double(
    matches: Mapping[int, Match], brackets: Mapping[str, list[int]], entered: Sequence[str]
) -> tuple[Section, ...]:
    """The upper bracket with the finals behind it, and the lower bracket."""
    upper = _columns(matches, brackets[WINNERS][-1], entered)
    finals = [Column(matches[number]["name"], (number,)) for number in brackets.get(FINAL, ())]
    shown = [*_titled(upper, lambda count: "Upper final" if count == 1 else _field(count)), *finals]
    found = [Section("main", "Upper bracket", _levelled(shown))]
    if lower := brackets.get(LOSERS):
        columns = _columns(matches, lower[-1], entered)
        last = len(columns)
        titles = [f"Round {number}" if number < last else "Lower final" for number in range(1, last + 1)]
        made = [Column(title, slots) for title, slots in zip(titles, columns, strict=True)]
        found.append(Section("lower", "Lower bracket", _levelled(made)))
    return tuple(found)


def _field(count: int) -> str:
    return TITLES.get(count, f"Round of {2 * count}")


def _titled(columns: list[tuple[Slot, ...]], title: Callable[[int], str]) -> tuple[Column, ...]:
    return tuple(Column(title(len(slots)), slots) for slots in columns)


def _levelled(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The same, each that has as many slots as the next one level with it."""
    return tuple(
        msgspec.structs.replace(column, level=len(column.slots) == len(following.slots))
        for column, following in zip(columns, [*columns[1:], Column("", ())], strict=True)
    )


def _columns(matches: Mapping[int, Match], last: int, entered: Sequence[str]) -> list[tuple[Slot, ...]]:
    """From the last match of a bracket back to its first round."""
    columns: list[tuple[Slot, ...]] = [(last,)]
    while any(_feeders(matches, slot) for slot in columns[0]):
        columns.insert(0, tuple(_before(matches, columns[0], entered)))
    return columns


def _before(matches: Mapping[int, Match], column: tuple[Slot, ...], entered: Sequence[str]) -> list[Slot]:
    """The slots that lead to those of a column: two to each, or one where the others join from elsewhere."""
    joined = any(_joined(matches, slot) for slot in column)
    found: list[Slot] = []
    for slot in column:
        sides = matches[slot]["sides"] if isinstance(slot, int) else ()
        fed = [_slot(matches, side, slot, entered) for side in sides]
        if joined:
            found.append(next((each for each in fed if isinstance(each, int)), Gap()))
        else:
            found += fed or [Gap(), Gap()]
    return found


def _feeders(matches: Mapping[int, Match], slot: Slot) -> list[int]:
    """The matches of the same bracket whose winners meet there."""
    if not isinstance(slot, int):
        return []
    match = matches[slot]
    return [
        side["number"]
        for side in match["sides"]
        if side["kind"] == "winner" and matches[side["number"]]["bracket"] == match["bracket"]
    ]


def _joined(matches: Mapping[int, Match], slot: Slot) -> bool:
    """Whether it is of a round that losers of the upper bracket join: every second one."""
    if not isinstance(slot, int):
        return False
    return bool(matches[slot]["bracket"] == LOSERS and matches[slot]["round"] % 2 == 0)


def _slot(matches: Mapping[int, Match], source: Mapping[str, Any], of: Slot, entered: Sequence[str]) -> Slot:
    number = int(source["number"])
    if source["kind"] == "seed":
        return Bye(number, entered[number - 1])
    same = isinstance(of, int) and matches[number]["bracket"] == matches[of]["bracket"]
    return number if same and source["kind"] == "winner" else Gap()


def is_gap(slot: Slot) -> bool:
    """Whether nobody plays there."""
    return isinstance(slot, Gap)
