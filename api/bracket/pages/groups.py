"""Stages in groups: the standings of each, who met whom, and the matches round by round."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import msgspec

from api.bracket.pages.ties import POINTS, cut, full, short, written
from api.match.cards import Card
from domain.formats.stages import Stage
from projections.bracket.queries import Drawn
from projections.kernel.rows import Row
from projections.kernel.telling import listed
from projections.standings.queries import printed
from projections.standings.tables import shown

MET = ("round-robin", "league")
"""Formats in which everyone meets everyone."""
CROSSED = 8
"""Up to so many, a table shows who met whom."""
PLAIN = 3
"""Up to so many rounds, all are open."""
IDLE = {
    "bye": ("has a bye", "have a bye"),
    "half bye": ("sits out for half a win", "sit out for half a win"),
    "absent": ("is absent", "are absent"),
    "rest": ("rests", "rest"),
}
MANY = "free-for-all"
APART = (POINTS, "wins", "losses", "lots")
"""What has a column of its own, and what decides too little to have one."""
UNKNOWN = (None,)
ABSENT: Mapping[str, tuple[object, ...]] = {"fair_play": (None, 0)}
"""What says as much as no value."""
LEFT = {"withdrawn": "withdrew", "disqualified": "disqualified"}


class Line(msgspec.Struct, frozen=True):
    """An entrant's row of a table; `left` says how they left, if they did."""

    rank: str
    name: str
    who: int | None
    played: int
    won: int
    drawn: int
    lost: int
    points: str
    values: tuple[str, ...]
    left: str


class Table(msgspec.Struct, frozen=True):
    """The standings of a group; `columns` are the heads of the tie-breaks, short and in full.

    `level` where matches may end so, `points` where these rank anyone, `record` where matches are of two;
    `cut` says who is level where another stage takes some of them and not the others.
    """

    title: str
    level: bool
    points: bool
    columns: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    record: bool = True
    cut: str = ""


class Cell(msgspec.Struct, frozen=True):
    """A match from one side: nothing is in `text` before it is decided; `mark` is w, l or d."""

    number: int
    text: str
    mark: str


class Cross(msgspec.Struct, frozen=True):
    """Who met whom: for each member of a group, the matches with each; none with themself."""

    title: str
    names: tuple[str, ...]
    rows: tuple[tuple[tuple[Cell, ...], ...], ...]


class Round(msgspec.Struct, frozen=True):
    """Matches by number, and who has none, in words; `folded` is None where it cannot be closed."""

    title: str
    numbers: tuple[int, ...]
    idle: tuple[str, ...]
    best_of: int
    folded: bool | None = None


class Group(msgspec.Struct, frozen=True):
    """What a group is shown as: the ids of its tables, and of its rounds in the order they are shown.

    The rounds of a `small` one stand beside each other.
    """

    title: str
    tables: tuple[str, ...]
    rounds: tuple[str, ...]
    small: bool


Piece = Table | Cross | Round


def grouped(
    drawn: Drawn, cards: Mapping[int, Card], who: Mapping[UUID, int], plan: Sequence[Stage]
) -> tuple[tuple[Group, ...], dict[str, Piece]]:
    """The groups of a stage that is a table, and their elements by id."""
    row, groups, pieces = drawn.row, list[Group](), dict[str, Piece]()
    standings = shown(row, drawn.matches, drawn.named, plan)
    for index, group in enumerate(standings, 1):
        title = _title(group["name"]) if len(standings) > 1 else ""
        own = f"{row['stage']}-{index}"
        tables: dict[str, Piece] = {f"table-{own}": _table(title, row, group["rows"], who)}
        members = sorted(group["rows"], key=lambda one: int(one["seed"]))
        matches = [one for one in row["draw"] if not title or one["bracket"] == group["name"]]
        met = row["played_as"]["format"] in MET
        if met and len(members) <= CROSSED:
            tables[f"cross-{own}"] = _cross(title, members, matches, cards)
        found = _met(row, members, matches, cards) if met else _paired(row, matches, drawn.named)
        rounds: dict[str, Piece] = {f"round-{own}-{number}": each for number, each in found}
        groups.append(Group(title, tuple(tables), tuple(rounds), met and len(rounds) <= PLAIN))
        pieces |= tables | rounds
    return tuple(groups), pieces


def _title(name: str) -> str:
    """`Group AA`."""
    return name[:1].upper() + name[1:]


def _table(title: str, row: Row, rows: Sequence[Row], who: Mapping[UUID, int]) -> Table:
    """Tie-breaks nobody has a value of are left out, as is the drawing of lots."""
    values = [{value["name"]: value["value"] for value in one["values"]} for one in rows]
    names = [
        name
        for name in (values[0] if values else ())
        if name not in APART and any(each[name] not in ABSENT.get(name, UNKNOWN) for each in values)
    ]
    lines = [
        Line(
            rank=printed(one["low"], one["high"]),
            name=one["name"],
            who=who.get(one["registration_id"]),
            played=one["won"] + one["drawn"] + one["lost"],
            won=one["won"],
            drawn=one["drawn"],
            lost=one["lost"],
            points=written(POINTS, one["points"]),
            values=tuple([written(name, of[name]) for name in names]),
            left=LEFT[one["left"]] if one["left"] else "",
        )
        for one, of in zip(rows, values, strict=True)
    ]
    level = msgspec.convert(row["played_as"], Stage).level_games or any(line.drawn for line in lines)
    points = not values or POINTS in values[0]
    columns = tuple([(short(name), full(name)) for name in names])
    record = row["played_as"]["format"] != MANY
    return Table(title, level, points, columns, tuple(lines), record, cut(rows))


def _cross(title: str, members: Sequence[Row], matches: Sequence[Row], cards: Mapping[int, Card]) -> Cross:
    cells: dict[tuple[int, int], list[Cell]] = {}
    for match in matches:
        one, other = (side["number"] for side in match["sides"])
        cells.setdefault((one, other), []).append(_cell(cards[match["number"]], 0))
        cells.setdefault((other, one), []).append(_cell(cards[match["number"]], 1))
    seeds = [int(member["seed"]) for member in members]
    rows = [tuple([tuple(cells.get((one, other), ())) for other in seeds]) for one in seeds]
    return Cross(title, tuple([member["name"] for member in members]), tuple(rows))


def _cell(card: Card, side: int) -> Cell:
    if card.state != "completed":
        return Cell(card.number, "", "")
    own, other = card.seats[side], card.seats[1 - side]
    both = own.score.isdecimal() and other.score.isdecimal()
    text = f"{own.score}–{other.score}" if both else own.score or "–"
    return Cell(card.number, text, own.mark or ("d" if both else "l"))


def _by_round(matches: Sequence[Row]) -> dict[int, list[int]]:
    rounds: dict[int, list[int]] = {}
    for match in matches:
        rounds.setdefault(match["round"], []).append(match["number"])
    return rounds


def _met(
    row: Row, members: Sequence[Row], matches: Sequence[Row], cards: Mapping[int, Card]
) -> Iterator[tuple[int, Round]]:
    """Rounds as they were drawn; of many, the one in play and the one before it are open."""
    rounds = _by_round(matches)
    playing = [
        number for number, own in rounds.items() if any(cards[one].state != "completed" for one in own)
    ]
    now = min(playing, default=max(rounds, default=0))
    there = {match["number"]: [side["number"] for side in match["sides"]] for match in matches}
    for number, own in rounds.items():
        busy = {seed for one in own for seed in there[one]}
        resting = [member["name"] for member in members if member["seed"] not in busy]
        folded = not now - 1 <= number <= now if len(rounds) > PLAIN else None
        idle = _idle({"rest": resting})
        yield number, Round(f"Round {number}", tuple(own), idle, row["best_of"], folded)


def _paired(row: Row, matches: Sequence[Row], named: Mapping[str, str]) -> Iterator[tuple[int, Round]]:
    """Rounds drawn one after the other, the latest first, and the earlier ones closed."""
    rounds = _by_round(matches)
    latest = max(rounds, default=0)
    for number in sorted(rounds, reverse=True):
        idle: dict[str, list[str]] = {}
        for each in row["idle"]:
            if each["round"] == number:
                idle.setdefault(each["kind"], []).append(named.get(str(each["entrant"]), ""))
        folded = None if number == latest else True
        own = tuple(rounds[number])
        yield number, Round(f"Round {number}", own, _idle(idle), row["best_of"], folded)


def _idle(by_kind: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """`Cat has a bye.`, `Dan and Eve are absent.`"""
    return tuple(
        [f"{listed(names)} {IDLE[kind][len(names) > 1]}." for kind, names in by_kind.items() if names]
    )


def fours(row: Row) -> tuple[tuple[Group, ...], dict[str, Piece]]:
    """Groups of four of which two go on, each with its five matches by what they are."""
    by_group: dict[str, list[Row]] = {}
    for match in row["draw"]:
        by_group.setdefault(match["bracket"], []).append(match)
    groups, pieces = list[Group](), dict[str, Piece]()
    for index, (name, matches) in enumerate(
        sorted(by_group.items(), key=lambda one: (len(one[0]), one[0])), 1
    ):
        sizes = Counter(match["round"] for match in matches)
        rounds: dict[str, Piece] = {}
        for number, own in _by_round(matches).items():
            called = next(match["name"] for match in matches if match["round"] == number)
            said = called.rpartition(", ")[2].rstrip(" 0123456789").capitalize()
            plural = f"{said}es" if sizes[number] > 1 else said
            rounds[f"round-{row['stage']}-{index}-{number}"] = Round(plural, tuple(own), (), row["best_of"])
        title = _title(name) if len(by_group) > 1 else ""
        groups.append(Group(title, (), tuple(rounds), small=True))
        pieces |= rounds
    return tuple(groups), pieces
