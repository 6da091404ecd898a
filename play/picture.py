"""A bracket for the terminal: every side on a line of its own, winners one column further right."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

DEEPEST = 5
"""Rounds before the final that fit a screen: of a larger bracket the last 32 sides are drawn."""
LONGEST = 24
WALKED = {"walkover": "w/o", "forfeit": "forfeit", "no_show": "no-show", "double_forfeit": "forfeit"}

Match = Mapping[str, Any]


class _Line(msgspec.Struct):
    """What stands at (column, row), and whether a match feeds it."""

    column: int
    row: int
    text: str
    fed: bool


class _Drawing:
    """Lines and joints of one tree."""

    def __init__(self, matches: Mapping[int, Match], root: int) -> None:
        self._matches = matches
        self._rows = 0
        self.lines: list[_Line] = []
        self.joints: list[tuple[int, int, int, int]] = []
        self.columns = min(self._depth(root), DEEPEST) + 1
        row = self._match(root, self.columns - 1)
        self.lines.append(_Line(self.columns, row, _winner(matches[root]), True))

    def _depth(self, number: int) -> int:
        fed = [self._depth(feeder) + 1 for feeder in _feeders(self._matches, number) if feeder]
        return max(fed, default=0)

    def _match(self, number: int, column: int) -> int:
        """Draw a match whose sides stand in `column`; the row of its joint."""
        match = self._matches[number]
        rows = []
        for side, feeder in enumerate(_feeders(self._matches, number)):
            if feeder and column > 0:
                row = self._match(feeder, column - 1)
            else:
                row, self._rows = self._rows, self._rows + 2
            self.lines.append(_Line(column, row, _side(match, side), bool(feeder) and column > 0))
            rows.append(row)
        middle = sum(rows) // 2
        self.joints.append((column, rows[0], middle, rows[1]))
        return middle

    def text(self) -> str:
        """The tree as text."""
        width = max(len(line.text) for line in self.lines)
        step = width + 6
        canvas = [[" "] * (step * self.columns + width + 3) for _ in range(self._rows)]
        for line in self.lines:
            _write(canvas, line.row, line.column * step, f"{'─ ' if line.fed else '  '}{line.text}")
        for column, top, middle, bottom in self.joints:
            edge = column * step + width + 4
            for row in range(top, bottom + 1):
                canvas[row][edge] = "│"
            _write(canvas, top, edge - 1, "─╮")
            _write(canvas, bottom, edge - 1, "─╯")
            _write(canvas, middle, edge, "├─")
        return "\n".join("".join(row).rstrip() for row in canvas).rstrip()


def picture(bracket: Mapping[str, Any]) -> str:
    """The tree of each bracket's last match, the largest first; below it matches such as third place."""
    matches = {match["number"]: match for match in bracket["matches"]}
    roots = [number for number, match in matches.items() if _is_last(matches, match)]
    roots.sort(key=lambda number: -_size(matches, number))
    drawn = [_Drawing(matches, number).text() for number in roots]
    titled = [f"{matches[number]['name']}\n{text}" for number, text in zip(roots[1:], drawn[1:], strict=True)]
    return "\n\n".join([*drawn[:1], *titled])


def _size(matches: Mapping[int, Match], number: int) -> int:
    return 1 + sum(_size(matches, feeder) for feeder in _feeders(matches, number) if feeder)


def _is_last(matches: Mapping[int, Match], match: Match) -> bool:
    to, unneeded = match["winner_to"], match["if_needed"] and match["ending"] == "vacant"
    return not unneeded and (to is None or matches[to[0]]["bracket"] != match["bracket"])


def _feeders(matches: Mapping[int, Match], number: int) -> list[int | None]:
    """The matches of its bracket whose winners take the sides; None for a side from elsewhere.

    A match that is played after another by the same two is drawn on its own.
    """
    match = matches[number]
    sources = [side["source"] for side in match["sides"]]
    return [
        source["number"]
        if source["kind"] == "winner"
        and source["number"] != match["after"]
        and matches[source["number"]]["bracket"] == match["bracket"]
        else None
        for source in sources
    ]


def _side(match: Match, side: int) -> str:
    seated = match["sides"][side]
    source = seated["source"]
    known = seated["name"]
    name = _short(known) if known else f"{source['kind']} of {source['number']}"
    return f"{name} {_score(match, side)}".strip()


def _score(match: Match, side: int) -> str:
    games: Sequence[Any] = match["games"] or ()
    if match["status"] != "completed" or not games:
        lost = match["winner"] is not None and match["winner"] != side
        return WALKED.get(match["ending"] or "", "") if lost else ""
    if len(games) > 1:
        return str(sum(_won(game, side) for game in games))
    shootout = games[0].get("shootout")
    return f"{games[0]['score'][side]}{f' ({shootout[side]})' if shootout else ''}"


def _won(game: Mapping[str, Any], side: int) -> bool:
    decided = game["score"] if game["score"][0] != game["score"][1] else game["shootout"]
    return bool(decided[side] > decided[1 - side])


def _winner(match: Match) -> str:
    return "" if match["winner"] is None else _short(match["sides"][match["winner"]]["name"])


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _write(canvas: list[list[str]], row: int, column: int, text: str) -> None:
    canvas[row][column : column + len(text)] = text
